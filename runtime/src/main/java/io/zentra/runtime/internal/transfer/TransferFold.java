package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Operation;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.runtime.internal.CorrelatedEvents;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.callback.CallbackFold;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The runtime's tables recomputed from events: transfers, attempts, and the callbacks as they came. */
public final class TransferFold implements JournalFold {

    private final Map<Long, TransferRow> transfers = new HashMap<>();
    private final AttemptStories attempts = new AttemptStories();
    private final CallbackFold callbacks = new CallbackFold();

    @Override
    public List<Operation> operations() {
        return Operations.KEYED;
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        List<FoldTable<?, ?>> tables = new ArrayList<>(callbacks.tables());
        tables.add(new FoldTable<>(TransferTables.TRANSFER, transfers));
        tables.add(new FoldTable<>(TransferTables.ATTEMPT, attempts.rows()));
        return tables;
    }

    /** All events of transfers that may still go on, and callbacks that wait. */
    @Override
    public Set<Long> needed(long first, long last, StateComparison stored) {
        List<String> open = transfers.values().stream()
                .filter(transfer -> transfer.no() <= last && TransferStory.isOpen(transfer))
                .map(TransferRow::id)
                .toList();
        Set<Long> needed = new HashSet<>(callbacks.needed(first, last));
        needed.addAll(CorrelatedEvents.of(open, first, last, stored));
        return needed;
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        if (event.type().equals(TransferEvents.CREATED)) {
            transfers.put(event.seq(), TransferStory.created(event));
        }
        TransferRow transfer = event.correlation().map(id -> applyOf(id, event)).orElse(null);
        callbacks.apply(event, transfer == null ? null : attempts.rail(event), stored);
    }

    private @Nullable TransferRow applyOf(String correlation, Event event) {
        TransferRow before = EntityId.parse("tr", correlation)
                .map(id -> transfers.get(id.seq()))
                .filter(row -> row.id().equals(correlation))
                .orElse(null);
        if (before != null) {
            TransferRow after = TransferStory.after(before, event);
            transfers.put(after.no(), after);
            attempts.apply(event, after);
        }
        return before;
    }

    @Override
    public void compareSoFar(StateComparison stored) {
        callbacks.compareSoFar(stored);
    }

    @Override
    public void compare(StateComparison stored) {
        callbacks.compare(stored);
        stored.compare(TransferTables.TRANSFER, transfers, no -> "the transfer of event " + no);
        stored.compare(Volumes.VOLUME, Volumes.of(transfers.values()), asset -> "the volume of " + asset);
        stored.compare(TransferTables.ATTEMPT, attempts.rows(), no -> "the attempt of event " + no);
    }
}
