package io.zentra.ledger.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.ledger.internal.LedgerTables.EntryRow;
import io.zentra.ledger.internal.TimeTables.BackdatedKey;
import io.zentra.ledger.internal.TimeTables.BackdatedRow;
import io.zentra.ledger.internal.TimeTables.SumKey;
import io.zentra.ledger.internal.TimeTables.SumRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sums over an account's backdated entries by effective time, at several widths of time: a microsecond, 256 of them, 256 of
 * those, up to some 9 years, and one over all. What took effect before a time is the sum of at most 255 rows of each width,
 * however many entries there are. A backdated entry changes one row of each width.
 */
final class BackdatedSums {
    /** The sum over all, under the bucket 0. */
    static final int ALL = 7;

    private static final int BITS = 8;
    private static final int WIDTH = 1 << BITS;

    /** What took effect before {@code :at}. */
    static final String BEFORE =
            IntStream.range(0, ALL).mapToObj(level -> """
                (select coalesce(sum(n.amount), 0) from zentra_backdated_sum n
                    where n.tenant = :tenant and n.account = :account and n.level = %1$s
                    and n.bucket >= :first%1$s and n.bucket < :end%1$s)""".formatted(level)).collect(Collectors.joining(" + "));

    /** The rows to change, by their keys; tells what is stored or was changed before. */
    interface Shelf {
        @Nullable
        SumRow get(SumKey key);

        void put(SumRow row);
    }

    private BackdatedSums() {}

    /** Names the rows that an entry of a time changes, should it be backdated. */
    static void need(Reads reads, long account, long at) {
        keys(account, at).forEach(key -> reads.need(TimeTables.SUM, key));
    }

    /** Appends a backdated entry and adds it to the sums. */
    static void append(UnitOfWork work, EntryRow entry, long at) {
        Shelf shelf = new Shelf() {
            @Override
            public @Nullable SumRow get(SumKey key) {
                return work.get(TimeTables.SUM, key);
            }

            @Override
            public void put(SumRow row) {
                work.put(TimeTables.SUM, row);
            }
        };
        work.append(
                TimeTables.BACKDATED, added(shelf, new BackdatedKey(entry.account(), entry.no()), at, entry.amount()));
    }

    /** Adds a backdated entry to the sums and answers its row. */
    static BackdatedRow added(Shelf shelf, BackdatedKey entry, long at, long amount) {
        List<SumRow> sums = keys(entry.account(), at).stream()
                .map(key -> grown(key, shelf.get(key), amount))
                .toList();
        sums.forEach(shelf::put);
        SumRow instant = sums.get(0);
        SumRow all = sums.get(ALL);
        return new BackdatedRow(entry, at, amount, instant.amount(), all.amount(), all.entries());
    }

    /** The parameters of {@link #BEFORE}. */
    static Map<String, Long> values(long at) {
        Map<String, Long> values = new HashMap<>();
        for (int level = 0; level < ALL; level++) {
            long end = bucket(at, level);
            boolean widest = level == ALL - 1;
            values.put("first" + level, widest ? Long.MIN_VALUE : end - Math.floorMod(end, WIDTH));
            values.put("end" + level, end);
        }
        return values;
    }

    /** From the narrowest to the one over all. */
    private static List<SumKey> keys(long account, long at) {
        return IntStream.rangeClosed(0, ALL)
                .mapToObj(level -> new SumKey(account, level, level == ALL ? 0 : bucket(at, level)))
                .toList();
    }

    private static long bucket(long at, int level) {
        return at >> (BITS * level);
    }

    private static SumRow grown(SumKey key, @Nullable SumRow before, long amount) {
        return before == null
                ? new SumRow(key, amount, 1)
                : new SumRow(key, Math.addExact(before.amount(), amount), before.entries() + 1);
    }
}
