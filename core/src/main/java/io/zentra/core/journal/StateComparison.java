package io.zentra.core.journal;

import io.zentra.core.journal.internal.JournalStore;
import io.zentra.core.storage.Queries;
import io.zentra.core.storage.RowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Stored tables compared with rows that were recomputed from events. It runs beside writes: a row that a later event may
 * have changed is not comparable. Made for one verification; not thread-safe.
 */
public final class StateComparison {
    private static final int PAGE = 1_000;
    private static final int MAX_FAULTS = 100;

    private final Queries queries;
    private final JournalStore journal;
    private final int tenantNo;
    private final long seq;
    private final List<String> faults = new ArrayList<>();

    /** A comparison with the state after an event. */
    public StateComparison(Queries queries, int tenantNo, long seq) {
        this.queries = queries;
        this.journal = new JournalStore(queries, tenantNo);
        this.tenantNo = tenantNo;
        this.seq = seq;
    }

    /** The last event that was applied. */
    public long seq() {
        return seq;
    }

    /** Compares all rows of a table, as long as no later event has come. */
    public <K, R> void compare(RowType<K, R> type, Map<K, R> expected, Function<? super K, String> name) {
        compare(type, expected, name, (stored, wanted) -> false);
    }

    /**
     * Compares all rows of a table with one key column.
     *
     * @param name what a row is called in a fault, by its key
     * @param unchanged whether a stored row, by itself, shows that no later event than those applied has changed it
     */
    public <K, R> void compare(
            RowType<K, R> type,
            Map<K, R> expected,
            Function<? super K, String> name,
            BiPredicate<? super R, ? super R> unchanged) {
        Map<K, R> missing = new HashMap<>(expected);
        String key = type.keyColumns().get(0).name();
        List<R> page = queries.list(type, tenantNo, key + " is not null order by " + key, Map.of(), PAGE);
        while (!page.isEmpty()) {
            for (R stored : page) {
                R wanted = missing.remove(type.keyOf(stored));
                boolean comparable = wanted != null && unchanged.test(stored, wanted);
                if (!stored.equals(wanted) && (comparable || isCurrent())) {
                    fault(name.apply(type.keyOf(stored)) + " is " + stored + ", not " + wanted);
                }
            }
            K last = type.keyOf(page.get(page.size() - 1));
            page = queries.list(
                    type,
                    tenantNo,
                    key + " > :last order by " + key,
                    Map.of("last", Objects.requireNonNull(last)),
                    PAGE);
        }
        missing.keySet().forEach(gone -> fault(name.apply(gone) + " is missing"));
    }

    /** Adds something that differs. */
    public void fault(String fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }

    /** What differs, one line each. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** Read after the row: whatever changed the row has moved the head before. */
    private boolean isCurrent() {
        return journal.head().map(JournalStore.Head::seq).orElse(seq) == seq;
    }
}
