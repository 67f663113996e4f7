package io.zentra.ledger.internal;

import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.StateComparison;
import io.zentra.ledger.internal.TimeTables.BackdatedKey;
import io.zentra.ledger.internal.TimeTables.SumKey;
import io.zentra.ledger.internal.TimeTables.SumRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Backdated entries and the sums over them, recomputed from events. */
final class BackdatedFold {
    private static final int PAGE = 1_000;
    private static final String OF_LEVEL = "account = :account and level = :level and bucket > :bucket order by bucket";
    private static final String BEHIND_LEVEL = "account = :account and level > :level order by level, bucket";
    private static final String BEHIND_ACCOUNT = "account > :account order by account, level, bucket";

    private final BackdatedComparison entries = new BackdatedComparison();
    private final Map<SumKey, SumRow> sums = new HashMap<>();

    List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(TimeTables.SUM, sums), entries.count().table());
    }

    /** Takes the next one, in recorded order. */
    void add(BackdatedKey entry, long at, long amount) {
        BackdatedSums.Shelf shelf = new BackdatedSums.Shelf() {
            @Override
            public @Nullable SumRow get(SumKey key) {
                return sums.get(key);
            }

            @Override
            public void put(SumRow row) {
                sums.put(row.key(), row);
            }
        };
        entries.expect(BackdatedSums.added(shelf, entry, at, amount));
    }

    /** Compares entries when enough have come together. */
    void compareFull(StateComparison stored) {
        entries.compareFull(stored);
    }

    /** Compares the entries so far. */
    void compareSoFar(StateComparison stored) {
        entries.compareSoFar(stored);
    }

    /** Compares what is left of both tables, whatever is in them. */
    void compare(StateComparison stored) {
        entries.compareRest(stored);
        compareSums(stored);
    }

    private void compareSums(StateComparison stored) {
        Map<SumKey, SumRow> missing = new HashMap<>(sums);
        SumKey last = new SumKey(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
        List<SumRow> page;
        do {
            Map<String, Long> values =
                    Map.of("account", last.account(), "level", last.level(), "bucket", last.bucket());
            page = page(stored, values, OF_LEVEL, BEHIND_LEVEL, BEHIND_ACCOUNT);
            for (SumRow row : page) {
                last = row.key();
                stored.compare(name(last), row, missing.remove(last));
            }
        } while (!page.isEmpty());
        stored.compareMissing(missing, BackdatedFold::name);
    }

    /** The next rows, by the first of the conditions that has any: each is a range of the key. */
    private static List<SumRow> page(StateComparison stored, Map<String, Long> values, String... conditions) {
        for (String condition : conditions) {
            Map<String, Long> used = new HashMap<>(values);
            used.keySet().removeIf(name -> !condition.contains(":" + name));
            List<SumRow> page = stored.list(TimeTables.SUM, condition, used, PAGE);
            if (!page.isEmpty()) {
                return page;
            }
        }
        return List.of();
    }

    private static String name(SumKey key) {
        return "the sum of bucket " + key.bucket() + " of level " + key.level() + " of account " + key.account();
    }
}
