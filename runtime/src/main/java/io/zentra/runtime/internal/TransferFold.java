package io.zentra.runtime.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runtime's tables recomputed from events: transfers, attempts, and the callbacks as they came. */
public final class TransferFold implements JournalFold {
    private final Map<Long, TransferRow> transfers = new HashMap<>();
    private final AttemptStories attempts = new AttemptStories();
    private final CallbackComparison callbacks = new CallbackComparison();

    @Override
    public List<Operation> operations() {
        return Operations.KEYED;
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(
                new FoldTable<>(TransferTables.TRANSFER, transfers),
                new FoldTable<>(TransferTables.ATTEMPT, attempts.rows()),
                callbacks.table());
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        if (event.type().equals(TransferEvents.CREATED)) {
            transfers.put(event.seq(), TransferStory.created(event));
        }
        event.correlation().ifPresent(id -> applyOf(id, event));
        callbacks.apply(event, stored);
    }

    private void applyOf(String correlation, Event event) {
        TransferRow before = EntityId.parse("tr", correlation)
                .map(id -> transfers.get(id.seq()))
                .filter(row -> row.id().equals(correlation))
                .orElse(null);
        if (before != null) {
            TransferRow after = TransferStory.after(before, event);
            transfers.put(after.no(), after);
            attempts.apply(event, after);
        }
    }

    @Override
    public void compareSoFar(StateComparison stored) {
        callbacks.compareSoFar(stored);
    }

    @Override
    public void compare(StateComparison stored) {
        callbacks.compareRest(stored);
        stored.compare(TransferTables.TRANSFER, transfers, no -> "the transfer of event " + no);
        stored.compare(TransferTables.ATTEMPT, attempts.rows(), no -> "the attempt of event " + no);
    }
}
