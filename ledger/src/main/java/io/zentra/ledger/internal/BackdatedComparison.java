package io.zentra.ledger.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldCounter;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.InList;
import io.zentra.core.time.Micros;
import io.zentra.ledger.internal.TimeTables.BackdatedKey;
import io.zentra.ledger.internal.TimeTables.BackdatedRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The table of backdated entries compared with those that events tell of, some at a time by their keys; that there are no
 * others is told by counting.
 */
final class BackdatedComparison {
    private static final int CHUNK = 200;
    private static final int MAX_STRANGE = 100;
    private static final int PAGE = 1_000;
    private static final String COUNT = "select count(*) from zentra_backdated where tenant = :tenant";

    /** Rows with their entries and events, looked through only when the count is wrong. */
    private static final String BESIDE = """
            select b.account, b.no, b.effective_at,
                (select e.latest_at from zentra_entry e
                 where e.tenant = :tenant and e.no = b.no and e.account = b.account and e.amount = b.amount),
                (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = b.no / 1024)
            from zentra_backdated b
            where b.tenant = :tenant and b.account >= :account and (b.account > :account or b.no > :no)
            order by b.account, b.no
            """;

    private final Map<BackdatedKey, BackdatedRow> expected = new HashMap<>();
    private final FoldCounter count = new FoldCounter("verified_backdated");

    /**
     * A stored row.
     *
     * @param latestAt that of its entry; 0 without one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Beside(BackdatedKey key, long effectiveAt, long latestAt, byte @Nullable [] event) {
        boolean isTold() {
            return latestAt > effectiveAt
                    && Event.mayTell(
                            event, told -> Micros.of(PostingText.read(told).effectiveAt()) == effectiveAt);
        }
    }

    /** How many there are. */
    FoldCounter count() {
        return count;
    }

    /** Takes the next row. */
    void expect(BackdatedRow row) {
        expected.put(row.key(), row);
        count.add(1);
    }

    /** Compares when enough rows have come together. */
    void compareFull(StateComparison stored) {
        if (expected.size() >= CHUNK) {
            compareSoFar(stored);
        }
    }

    /** Compares what is left. */
    void compareSoFar(StateComparison stored) {
        if (expected.isEmpty()) {
            return;
        }
        SortedSet<Long> accounts = new TreeSet<>();
        SortedSet<Long> numbers = new TreeSet<>();
        expected.keySet().forEach(key -> {
            accounts.add(key.account());
            numbers.add(key.no());
        });
        InList in = InList.of(accounts, Map.of("begin", numbers.first(), "end", numbers.last()));
        stored
                .list(
                        TimeTables.BACKDATED,
                        "account in (" + in.names() + ") and no >= :begin and no <= :end order by account, no",
                        in.values(),
                        expected.size() + MAX_STRANGE)
                .stream()
                .filter(row -> expected.containsKey(row.key()))
                .forEach(row -> stored.compare(name(row.key()), row, expected.remove(row.key())));
        stored.compareMissing(expected, BackdatedComparison::name);
        expected.clear();
    }

    /** Compares what is left, and looks for rows that no event tells of. */
    void compareRest(StateComparison stored) {
        compareSoFar(stored);
        long rows = stored.number(COUNT);
        if (rows != count.count()) {
            stored.fault(planted(stored)
                    .map(key -> name(key) + " comes from no event")
                    .orElse("there are " + rows + " backdated entries, not " + count.count()));
        }
    }

    private static Optional<BackdatedKey> planted(StateComparison stored) {
        BackdatedKey last = new BackdatedKey(Long.MIN_VALUE, Long.MIN_VALUE);
        List<Beside> page;
        do {
            page = stored.select(
                    BESIDE,
                    Map.of("account", last.account(), "no", last.no()),
                    PAGE,
                    (results, context) -> new Beside(
                            new BackdatedKey(results.getLong(1), results.getLong(2)),
                            results.getLong(3),
                            results.getLong(4),
                            results.getBytes(5)));
            for (Beside row : page) {
                last = row.key();
                if (!row.isTold()) {
                    return Optional.of(last);
                }
            }
        } while (!page.isEmpty());
        return Optional.empty();
    }

    private static String name(BackdatedKey key) {
        return "the backdated entry " + key.no() + " of account " + key.account();
    }
}
