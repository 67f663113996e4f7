package io.zentra.ledger.internal;

import io.zentra.core.storage.Queries;
import java.util.List;
import java.util.Map;

/**
 * Finds the entries around a version of an account: by halving the range of its marks, then back along the entries, so
 * that it costs the same few look-ups however many entries there are.
 */
final class VersionSearch {
    private static final String LAST_MARK = """
            select m.no, e.version from zentra_entry_mark m
            join zentra_entry e on e.tenant = :tenant and e.no = m.no
            where m.tenant = :tenant and m.account = :account and m.no > :low and m.no <= :high
            order by m.no desc
            """;

    private static final String NEXT_MARK = """
            select m.no, e.version from zentra_entry_mark m
            join zentra_entry e on e.tenant = :tenant and e.no = m.no
            where m.tenant = :tenant and m.account = :account and m.no > :low
            order by m.no
            """;

    private static final String CHAIN = """
            with recursive chain(no, previous, version, depth) as (
                select no, previous, version, 1 from zentra_entry where tenant = :tenant and no = :last
                union all
                select e.no, e.previous, e.version, c.depth + 1
                from chain c join zentra_entry e on e.tenant = :tenant and e.no = c.previous
                where c.version >= :version and c.depth < :most
            )
            select no, version from chain order by no desc
            """;

    private final Queries queries;
    private final int tenantNo;
    private final long account;

    /** An entry's number with the account's version after it; 0 for none. */
    private record Point(long no, long version) {}

    /**
     * The entries around a version.
     *
     * @param before the number of the last entry below it; 0 for none
     * @param from the number of the first entry at or above it; 0 when there is none yet
     * @param isExact whether that one has the version
     */
    record Around(long before, long from, boolean isExact) {}

    VersionSearch(Queries queries, int tenantNo, long account) {
        this.queries = queries;
        this.tenantNo = tenantNo;
        this.account = account;
    }

    /**
     * The entries around a version.
     *
     * @param last the number of the account's last entry; 0 for none
     */
    Around around(long version, long last) {
        long below = lastMarkBelow(version, last);
        long start = points(NEXT_MARK, Map.of("account", account, "low", below), 1).stream()
                .map(Point::no)
                .findFirst()
                .orElse(last);
        Point from = new Point(0, 0);
        for (Point point : points(
                CHAIN, Map.of("last", start, "version", version, "most", 2 * LedgerTables.ENTRIES_PER_MARK), (int)
                        (2 * LedgerTables.ENTRIES_PER_MARK))) {
            if (point.version() < version) {
                return new Around(point.no(), from.no(), from.version() == version);
            }
            from = point;
        }
        return new Around(0, from.no(), from.version() == version);
    }

    /** The last mark below the version, 0 for none: versions ascend with the numbers. */
    private long lastMarkBelow(long version, long last) {
        long below = 0;
        long low = 0; // nothing at or above the version lies here
        long high = last;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            List<Point> mark = points(LAST_MARK, Map.of("account", account, "low", low, "high", middle), 1);
            if (mark.isEmpty() || mark.get(0).version() < version) {
                below = mark.isEmpty() ? below : mark.get(0).no();
                low = middle;
            } else {
                high = mark.get(0).no() - 1;
            }
        }
        return below;
    }

    private List<Point> points(String sql, Map<String, ?> values, int limit) {
        return queries.select(
                sql, tenantNo, values, limit, (results, context) -> new Point(results.getLong(1), results.getLong(2)));
    }
}
