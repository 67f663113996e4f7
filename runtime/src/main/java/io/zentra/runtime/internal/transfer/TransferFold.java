package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Operation;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.callback.CallbackFold;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The runtime's tables recomputed from events: transfers, attempts, and the callbacks as they came. */
public final class TransferFold implements JournalFold {
    private static final int CHUNK = 500;

    private static final String EVENTS = "select seq from zentra_timeline where tenant = :tenant and seq >= :first"
            + " and seq <= :last and correlation in ";

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
        for (int i = 0; i < open.size(); i += CHUNK) {
            needed.addAll(events(open.subList(i, Math.min(open.size(), i + CHUNK)), first, last, stored));
        }
        return needed;
    }

    private static List<Long> events(List<String> transfers, long first, long last, StateComparison stored) {
        Map<String, Object> values = new HashMap<>(Map.of("first", first, "last", last));
        StringJoiner names = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < transfers.size(); i++) {
            names.add(":id" + i);
            values.put("id" + i, transfers.get(i));
        }
        return stored.select(
                EVENTS + names,
                values,
                Queries.MAX_ROWS, // more than an archive has events
                (results, context) -> results.getLong(1));
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
