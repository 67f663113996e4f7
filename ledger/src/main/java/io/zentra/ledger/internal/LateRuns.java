package io.zentra.ledger.internal;

import io.zentra.core.storage.Queries;
import java.util.Map;

/**
 * Stretches of an account's chain in which nothing but backdated entries was recorded, such as history that was imported
 * late: they are passed from mark to mark, as many at a time as there are, instead of entry by entry. Between two marks lie
 * as many entries as between any others; when as many backdated ones lie there, they are all.
 */
final class LateRuns {
    private static final String MARK_BEHIND = """
            select coalesce(
                (select m.no from zentra_entry_mark m where m.tenant = :tenant and m.account = :account
                    and m.no > :no order by m.no limit 1 offset :skipped),
                0)
            """;

    private static final String MARK_BEFORE = """
            select coalesce(
                (select m.no from zentra_entry_mark m where m.tenant = :tenant and m.account = :account
                    and m.no < :no order by m.no desc limit 1 offset :skipped),
                0)
            """;

    private static final String ORDINAL = """
            select coalesce(
                (select b.ordinal from zentra_backdated b where b.tenant = :tenant and b.account = :account
                    and b.no <= :no order by b.no desc limit 1),
                0)
            """;

    private final Queries queries;
    private final int tenantNo;
    private final long account;

    LateRuns(Queries queries, int tenantNo, long account) {
        this.queries = queries;
        this.tenantNo = tenantNo;
        this.account = account;
    }

    /** The last mark of those up to which all entries behind a mark are backdated; that mark itself when there is no other. */
    long last(long mark) {
        return far(mark, MARK_BEHIND);
    }

    /** The first mark of those behind which all entries up to a mark are backdated; that mark itself when there is no other. */
    long first(long mark) {
        return far(mark, MARK_BEFORE);
    }

    /** The mark before an entry; 0 for none. */
    long markBefore(long no) {
        return mark(MARK_BEFORE, no, 0);
    }

    private long far(long mark, String towards) {
        long end = mark;
        long step = 1;
        boolean grows = true;
        while (step > 0) {
            long next = mark(towards, end, step - 1);
            boolean isLate =
                    next != 0 && Math.abs(ordinal(next) - ordinal(end)) == step * LedgerTables.ENTRIES_PER_MARK;
            end = isLate ? next : end;
            grows &= isLate;
            step = grows ? 2 * step : step / 2;
        }
        return end;
    }

    private long mark(String towards, long no, long skipped) {
        return number(towards, Map.of("account", account, "no", no, "skipped", skipped));
    }

    private long ordinal(long no) {
        return number(ORDINAL, Map.of("account", account, "no", no));
    }

    private long number(String statement, Map<String, Long> values) {
        return queries.select(statement, tenantNo, values, 1, (results, context) -> results.getLong(1))
                .get(0);
    }
}
