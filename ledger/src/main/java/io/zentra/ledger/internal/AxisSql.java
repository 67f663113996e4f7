package io.zentra.ledger.internal;

import io.zentra.ledger.TimeAxis;
import java.util.HashMap;
import java.util.Map;

/**
 * The statements over an account's history on one axis. A walk begins at the first mark behind a place, which is at most
 * {@value LedgerTables#ENTRIES_PER_MARK} entries behind it, or at the last entry, and goes back from entry to entry, each
 * by its key. What belongs to an entry is asked for each by itself: a join is planned as a scan while a table has no
 * statistics.
 */
enum AxisSql {
    /** By the order of the journal: the order of the chain. */
    RECORDED("m.no > :no", "m.no", "c.no > :no", "s.balance"),
    /** By effective times: the order of the chain too, but for backdated entries. */
    EFFECTIVE(
            "m.latest_at >= :at and (m.latest_at > :at or m.no > :no)",
            "m.latest_at, m.no",
            "(c.latest_at > :at or (c.latest_at = :at and c.no > :no))",
            """
            s.balance
                - coalesce((select b.recorded_sum from zentra_backdated b
                    where b.tenant = :tenant and b.account = :account and b.no <= s.no
                    order by b.no desc limit 1), 0)
                + coalesce((select b.instant_sum from zentra_backdated b
                    where b.tenant = :tenant and b.account = :account and b.effective_at = :at and b.no <= :no
                    order by b.no desc limit 1), 0)
                + %s""".formatted(BackdatedSums.BEFORE));

    /** What was recorded since {@code :known} and stands before a place; added up one by one, by the order of recording. */
    private static final String LATER = """
             - (select coalesce(sum(b.amount), 0) from zentra_backdated b
                where b.tenant = :tenant and b.account = :account and b.no > :known
                and b.effective_at + 0 <= :at and (b.effective_at < :at or b.no <= :no))""";

    private static final String FIRST_MARK = """
            (select m.no from zentra_entry_mark m where m.tenant = :tenant and m.account = :account and %s
                order by %s limit 1)""";

    private final String start;
    private final String balance;
    private final String balanceKnown;
    private final String walk;

    AxisSql(String markBehind, String markOrder, String entryBehind, String atPlace) {
        this.start = start(markBehind, markOrder);
        String mark = FIRST_MARK.formatted(markBehind, markOrder);
        this.balance = balance(mark, entryBehind, atPlace);
        String known = FIRST_MARK.formatted("m.no > :known", "m.no");
        this.balanceKnown = balance(
                "(select min(k.no) from (select " + mark + " as no union all select " + known + " as no) k)",
                "(" + entryBehind + " or c.no > :known)",
                atPlace + LATER);
        this.walk = walk(entryBehind);
    }

    static AxisSql of(TimeAxis axis) {
        return valueOf(axis.name());
    }

    /** The number of the mark behind a place, when so many are left out; 0 when there is none. */
    String start() {
        return start;
    }

    /** The balance at a place, debits positive. */
    String balance() {
        return balance;
    }

    /** The same of what was recorded up to an entry, on the effective axis. */
    String balanceKnown() {
        return balanceKnown;
    }

    /** Entries from one back to a place, that of the place included, in recorded order. */
    String walk() {
        return walk;
    }

    /** The parameters of {@link #balance}. */
    Map<String, Object> balanceValues(Place place) {
        Map<String, Object> values = values(place);
        if (this == EFFECTIVE) {
            values.putAll(BackdatedSums.values(place.at()));
        }
        return values;
    }

    /** The parameters that tell a place on this axis. */
    Map<String, Object> values(Place place) {
        Map<String, Object> values = new HashMap<>();
        values.put("no", place.no());
        if (this == EFFECTIVE) {
            values.put("at", place.at());
        }
        return values;
    }

    /** The parameters of {@link #start}. */
    Map<String, Object> values(Place place, int skipped) {
        Map<String, Object> values = values(place);
        values.put("skipped", skipped);
        return values;
    }

    /** Entries of the effective axis alone, between two places and known: the first ones first, or the last ones. */
    static String backdated(boolean first) {
        String order = first ? "" : " desc";
        return """
            select b.no, b.amount, 0, 0, b.effective_at, b.effective_at,
                (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = b.no / 1024)
            from zentra_backdated b
            where b.tenant = :tenant and b.account = :account
                and b.effective_at >= :at and (b.effective_at > :at or b.no > :no)
                and b.effective_at <= :endAt and (b.effective_at < :endAt or b.no <= :endNo)
                and b.no + 0 <= :known
            order by b.effective_at%s, b.no%s
            """.formatted(order, order);
    }

    private static String start(String markBehind, String markOrder) {
        return """
            select coalesce(
                (select m.no from zentra_entry_mark m where m.tenant = :tenant and m.account = :account and %s
                    order by %s limit 1 offset :skipped),
                0)
            """.formatted(markBehind, markOrder);
    }

    private static String balance(String mark, String entryBehind, String atPlace) {
        return """
            with recursive chain(no, balance, previous, latest_at) as (
                select e.no, e.balance, e.previous, e.latest_at
                from zentra_entry e where e.tenant = :tenant and e.no = coalesce(
                    %s,
                    (select l.last_entry from zentra_balance l where l.tenant = :tenant and l.account = :account))
                union all
                select e.no, e.balance, e.previous, e.latest_at
                from chain c join zentra_entry e on e.tenant = :tenant and e.no = c.previous
                where %s
            )
            select %s from (
                select coalesce(max(c.no), 0) as no, coalesce(max(c.balance), 0) as balance
                from chain c where not (%s)
            ) s
            """.formatted(mark, entryBehind, atPlace, entryBehind);
    }

    private static String walk(String entryBehind) {
        return """
            with recursive chain(no, amount, balance, previous, latest_at, depth) as (
                select e.no, e.amount, e.balance, e.previous, e.latest_at, 1
                from zentra_entry e where e.tenant = :tenant and e.no = :start
                union all
                select e.no, e.amount, e.balance, e.previous, e.latest_at, c.depth + 1
                from chain c join zentra_entry e on e.tenant = :tenant and e.no = c.previous
                where c.depth < :depth and %s
            )
            select c.no, c.amount, c.balance, c.previous, c.latest_at,
                (select b.effective_at from zentra_backdated b
                    where b.tenant = :tenant and b.account = :account and b.no = c.no),
                (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = c.no / 1024)
            from chain c
            order by c.no
            """.formatted(entryBehind);
    }
}
