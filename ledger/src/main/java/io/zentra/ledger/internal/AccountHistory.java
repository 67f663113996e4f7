package io.zentra.ledger.internal;

import io.zentra.core.storage.Queries;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One account's entries on one axis, debits positive. What is read costs the same however long the history is. */
final class AccountHistory {
    private static final int PER_MARK = (int) LedgerTables.ENTRIES_PER_MARK;

    private final Queries queries;
    private final int tenantNo;
    private final long account;
    private final AxisSql sql;
    private final long known;
    private final LateRuns runs;

    /**
     * An entry as it stands in the chain, or by its effective time alone.
     *
     * @param balance the recorded balance after it
     * @param effectiveAt set when it is backdated
     * @param event its event, as it is stored; never compared
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Row(
            long no,
            long amount,
            long balance,
            long previous,
            long latestAt,
            @Nullable Long effectiveAt,
            byte[] event) {
        long at() {
            return effectiveAt == null ? latestAt : effectiveAt;
        }
    }

    /** All that is recorded. */
    AccountHistory(Queries queries, int tenantNo, AccountRow account, TimeAxis axis) {
        this(queries, tenantNo, account, axis, Place.LAST.no());
    }

    /**
     * What was recorded up to an entry.
     *
     * @param known that entry's number; on the recorded axis places tell it
     */
    AccountHistory(Queries queries, int tenantNo, AccountRow account, TimeAxis axis, long known) {
        this.known = known;
        this.queries = queries;
        this.tenantNo = tenantNo;
        this.account = account.no();
        this.sql = AxisSql.of(axis);
        this.runs = new LateRuns(queries, tenantNo, account.no());
    }

    /** The balance after all entries up to a place, by one statement. */
    long balance(Place place) {
        Map<String, Object> values = sql.balanceValues(place);
        if (isAll()) {
            return number(sql.balance(), values);
        }
        values.put("known", known);
        return number(sql.balanceKnown(), values);
    }

    /** The first entries behind a place and not behind another. */
    List<Row> after(Place low, Place high, int limit) {
        List<Row> rows = new ArrayList<>();
        Place from = low;
        while (rows.size() < limit && from.compareTo(high) < 0) {
            long mark = mark(from, limit / PER_MARK);
            List<Row> chain = walk(mark == 0 ? lastEntry() : mark, from, limit + 2 * PER_MARK);
            Place end = mark == 0 || mark >= known ? high : least(high, passed(chain, from));
            rows.addAll(between(chain, from, end, limit, true));
            from = end;
        }
        return rows.subList(0, Math.min(limit, rows.size()));
    }

    /** The last entries behind a place and not behind another. */
    List<Row> before(Place low, Place high, int limit) {
        List<Row> rows = new ArrayList<>();
        Place to = high;
        long start = start(high);
        while (rows.size() < limit && start != 0 && low.compareTo(to) < 0) {
            List<Row> chain = walk(start, low, limit + PER_MARK);
            Place first = chainPlace(chain.get(0));
            long mark = isLate(chain, Place.FIRST) ? runs.markBefore(start) : 0;
            boolean isRun = mark >= first.no();
            start = isRun ? runs.first(mark) : chain.get(0).previous();
            Place begin = start == 0 ? low : greatest(low, isRun ? new Place(first.at(), start) : first.before());
            if (begin.compareTo(to) < 0) {
                rows.addAll(0, between(chain, begin, to, limit, false));
                to = begin;
            }
        }
        return rows.subList(Math.max(0, rows.size() - limit), rows.size());
    }

    /** Up to where nothing is in order but what a chain has, which leads from a place up to a mark. */
    private Place passed(List<Row> chain, Place from) {
        Place mark = chainPlace(chain.get(chain.size() - 1));
        return isLate(chain, from) ? new Place(mark.at(), runs.last(mark.no())) : mark;
    }

    /** Whether all entries of a chain that lie behind a place are backdated. */
    private boolean isLate(List<Row> chain, Place from) {
        return sql == AxisSql.EFFECTIVE
                && chain.stream()
                        .allMatch(row ->
                                row.effectiveAt() != null || chainPlace(row).compareTo(from) <= 0);
    }

    /** The place of an entry of this history. */
    Place place(Row row) {
        return sql == AxisSql.RECORDED ? new Place(0, row.no()) : new Place(row.at(), row.no());
    }

    /** Where an entry's turn is in the chain, which is not its place when it is backdated. */
    private Place chainPlace(Row row) {
        return sql == AxisSql.RECORDED ? new Place(0, row.no()) : new Place(row.latestAt(), row.no());
    }

    /** Entries of the chain between two places, and on the effective axis the backdated ones, in order. */
    private List<Row> between(List<Row> chain, Place low, Place high, int limit, boolean first) {
        List<Row> rows = new ArrayList<>();
        for (Row row : chain) {
            boolean inOrder = sql == AxisSql.RECORDED || row.effectiveAt() == null;
            if (inOrder
                    && row.no() <= known
                    && place(row).compareTo(low) > 0
                    && place(row).compareTo(high) <= 0) {
                rows.add(row);
            }
        }
        if (sql == AxisSql.EFFECTIVE) {
            rows.addAll(backdated(low, high, limit, first));
            rows.sort(Comparator.comparing(this::place));
        }
        return first ? rows.subList(0, Math.min(limit, rows.size())) : rows;
    }

    private List<Row> backdated(Place low, Place high, int limit, boolean first) {
        Map<String, Object> values = sql.values(low);
        values.put("account", account);
        values.put("endAt", high.at());
        values.put("endNo", high.no());
        values.put("known", known);
        return queries.select(AxisSql.backdated(first), tenantNo, values, limit, (results, context) -> row(results));
    }

    /** An entry behind all that lie up to a place and are known, or the last of them, not far behind; 0 without entries. */
    private long start(Place high) {
        long mark = mark(high, 0);
        long later = isAll() ? 0 : number(AxisSql.RECORDED.start(), AxisSql.RECORDED.values(new Place(0, known), 0));
        long first = mark == 0 || later == 0 ? Math.max(mark, later) : Math.min(mark, later);
        return first == 0 ? lastEntry() : first;
    }

    private boolean isAll() {
        return sql == AxisSql.RECORDED || known == Place.LAST.no();
    }

    /** The last mark of those behind a place when so many are left out, else 0. */
    private long mark(Place place, int skipped) {
        return number(sql.start(), sql.values(place, skipped));
    }

    /** The account's last entry, 0 for none. */
    long lastEntry() {
        return queries.first(LedgerTables.BALANCE, tenantNo, "account = :account", Map.of("account", account))
                .map(BalanceRow::lastEntry)
                .orElse(0L);
    }

    private List<Row> walk(long start, Place low, int depth) {
        Map<String, Object> values = sql.values(low);
        values.put("account", account);
        values.put("start", start);
        values.put("depth", depth);
        return queries.select(sql.walk(), tenantNo, values, depth, (results, context) -> row(results));
    }

    private long number(String statement, Map<String, Object> values) {
        values.put("account", account);
        return queries.select(statement, tenantNo, values, 1, (results, context) -> results.getLong(1))
                .get(0);
    }

    private static Row row(ResultSet results) throws SQLException {
        long effectiveAt = results.getLong(6);
        boolean inOrder = results.wasNull();
        return new Row(
                results.getLong(1),
                results.getLong(2),
                results.getLong(3),
                results.getLong(4),
                results.getLong(5),
                inOrder ? null : effectiveAt,
                results.getBytes(7));
    }

    private static Place least(Place one, Place other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Place greatest(Place one, Place other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
