package io.zentra.ledger.internal;

import io.zentra.core.money.Money;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowReader;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.Ledgers;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.Reaches.Reach;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an account's history holds behind a time, on the effective axis, and which limits changes from then on would break
 * in between. Amounts with debits positive, times in microseconds.
 */
final class LaterEntries {
    /** The most entries of an account that are looked at. */
    static final int MAX = 10_000;

    /** The most of all accounts of one decision. */
    static final int MAX_TOGETHER = 1_000_000;

    /** The fewest that are looked at of an account, however many accounts a decision has. */
    static final int FEWEST = MAX_TOGETHER / Ledgers.MAX_ATOMIC_ENTRIES;

    /** From the last entry back to the first one, in recorded order, of which all before took effect at the time or before. */
    private static final String CHAIN = """
            with recursive chain(no, amount, balance, previous, latest_at, depth) as (
                select e.no, e.amount, e.balance, e.previous, e.latest_at, 1
                from zentra_entry e where e.tenant = :tenant and e.no = :last
                union all
                select e.no, e.amount, e.balance, e.previous, e.latest_at, c.depth + 1
                from chain c join zentra_entry e on e.tenant = :tenant and e.no = c.previous
                where c.latest_at > :at and c.depth <= :most
            )
            select c.no, c.amount, c.balance, c.latest_at, b.effective_at
            from chain c left join zentra_backdated b
                on b.tenant = :tenant and b.account = :account and b.no = c.no
            """;

    private static final Function<RowReader, Later> READER = LaterEntries::read;

    /**
     * An entry of the chain.
     *
     * @param effectiveAt when it took effect, if that was before {@code latestAt}
     */
    record Later(
            long no,
            long amount,
            long balance,
            long latestAt,
            @Nullable Long effectiveAt) {
        long at() {
            return effectiveAt == null ? latestAt : effectiveAt;
        }
    }

    private LaterEntries() {}

    private static Later read(RowReader in) {
        return new Later(in.integer(), in.integer(), in.integer(), in.integer(), in.integerOrNull());
    }

    /** The entries of an account from its last one back to a time, or so many and one more. */
    static Listing<Later> listing(long account, long last, long at, int most) {
        Map<String, Long> values = Map.of("account", account, "last", last, "at", at, "most", (long) most);
        return new Listing<>(CHAIN, values, most + 2, READER);
    }

    /**
     * The limits that changes break: where they take, the floor, and where they give, the ceiling; or that too many entries
     * come after the first change to look.
     *
     * @param rows the entries back to the time of the first change, or further
     * @param most how many of them may come after it
     */
    static List<Crossing> crossings(Reach reach, List<Later> rows, int most) {
        AccountRow account = reach.account();
        if (rows.stream().filter(row -> row.latestAt() > reach.from()).count() > most) {
            Instant from = Micros.instant(reach.from());
            return List.of(new Crossing(account.id(), Crossing.Kind.NOT_LOOKED_AT, null, null, from));
        }
        boolean credit = account.normalSide() == Side.CREDIT;
        Worst lowest = new Worst(account, Crossing.Kind.FLOOR);
        Worst highest = new Worst(account, Crossing.Kind.CEILING);
        long balance = 0;
        long change = 0;
        for (Map.Entry<Long, Long> each : movements(reach, rows).entrySet()) {
            balance = Math.addExact(balance, each.getValue());
            change = Math.addExact(change, reach.changes().getOrDefault(each.getKey(), 0L));
            long changed = Math.addExact(balance, change) * (credit ? -1 : 1);
            if (change != 0) {
                (change > 0 == credit ? lowest : highest).see(changed, each.getKey());
            }
        }
        return Stream.of(lowest, highest)
                .map(Worst::crossing)
                .flatMap(Optional::stream)
                .toList();
    }

    /** What moved the balance at each time, from the first change on; under that time itself, the balance then. */
    private static SortedMap<Long, Long> movements(Reach reach, List<Later> rows) {
        long from = reach.from();
        Later base = null;
        for (Later row : rows) {
            if (row.latestAt() <= from && (base == null || row.no() > base.no())) {
                base = row;
            }
        }
        SortedMap<Long, Long> movements = new TreeMap<>();
        reach.changes().keySet().forEach(at -> movements.put(at, 0L));
        movements.merge(from, base == null ? 0 : base.balance(), Math::addExact); // all before it is in its balance
        for (Later row : rows) {
            if (row.latestAt() > from) {
                movements.merge(Math.max(from, row.at()), row.amount(), Math::addExact);
            }
        }
        return movements;
    }

    /** The balance that is furthest beyond a limit, and when it was first. */
    private static final class Worst {
        private final AccountRow account;
        private final Crossing.Kind kind;
        private final @Nullable Long limit;
        private long balance;
        private long at;
        private boolean crossed;

        Worst(AccountRow account, Crossing.Kind kind) {
            this.account = account;
            this.kind = kind;
            this.limit = kind == Crossing.Kind.FLOOR ? account.floorMinor() : account.ceilingMinor();
            this.balance = limit == null ? 0 : limit;
        }

        void see(long seen, long when) {
            if (limit != null && (kind == Crossing.Kind.FLOOR ? seen < balance : seen > balance)) {
                balance = seen;
                at = when;
                crossed = true;
            }
        }

        Optional<Crossing> crossing() {
            if (!crossed || limit == null) {
                return Optional.empty();
            }
            return Optional.of(new Crossing(
                    account.id(),
                    kind,
                    Money.ofMinor(limit, account.asset()),
                    Money.ofMinor(balance, account.asset()),
                    Micros.instant(at)));
        }
    }
}
