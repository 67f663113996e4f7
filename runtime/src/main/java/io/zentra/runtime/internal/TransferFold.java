package io.zentra.runtime.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The runtime's tables recomputed from events: transfers, attempts, and the callbacks as they came. */
public final class TransferFold implements JournalFold {
    private static final Set<TransferStatus> ENDED = Set.of(TransferStatus.SETTLED, TransferStatus.FAILED);

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

    /** All events of transfers that may still go on. */
    @Override
    public Set<Long> needed(long last, StateComparison stored) {
        Set<Long> needed = new HashSet<>();
        transfers.values().stream()
                .filter(transfer -> transfer.no() <= last && !ENDED.contains(transfer.status()))
                .forEach(transfer -> needed.addAll(stored.select(
                        "select seq from zentra_timeline where tenant = :tenant and correlation = :id and seq <= :last"
                                + " order by seq",
                        Map.of("id", transfer.id(), "last", last),
                        Journal.MAX_PAGE,
                        (results, context) -> results.getLong(1))));
        return needed;
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
