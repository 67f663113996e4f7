package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.BalanceSheet;
import io.zentra.ledger.RollUp;
import io.zentra.ledger.Side;
import io.zentra.ledger.TrialBalance;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums over the accounts of a tenant, by path, asset and kind. */
public final class ChartSums {
    /** The order of lines. */
    static final Comparator<Line> LINES =
            Comparator.comparing(Line::path).thenComparing(line -> line.asset().toString());

    private static final int PAGE = 1_000;
    private static final String ALL = Totals.sums("debits", "credits", "pending_debits", "pending_credits");
    private static final String POSTED = Totals.sums("debits", "credits");

    /**
     * Two ranges of ids, since others than those below a path may stand between it and them: {@code a-b} does. Each has its
     * join inside, or H2 begins with all balances.
     */
    private static final String ROLL_UP = """
            select b.asset, count(*), %s
            from (
                select a.asset, l.debits, l.credits, l.pending_debits, l.pending_credits
                from zentra_account a join zentra_balance l on l.tenant = a.tenant and l.account = a.no
                where a.tenant = :tenant and a.id = :path
                union all
                select a.asset, l.debits, l.credits, l.pending_debits, l.pending_credits
                from zentra_account a join zentra_balance l on l.tenant = a.tenant and l.account = a.no
                where a.tenant = :tenant and a.id >= :begin and a.id < :end
            ) b
            group by b.asset order by b.asset
            """.formatted(ALL);

    private static final String EACH = """
            select a.id, a.asset, b.debits, b.credits, b.pending_debits, b.pending_credits
            from zentra_account a join zentra_balance b on b.tenant = a.tenant and b.account = a.no
            where a.tenant = :tenant and a.id > :after order by a.id
            """;

    private static final String BY_ASSET = """
            select a.asset, %s
            from zentra_account a join zentra_balance b on b.tenant = a.tenant and b.account = a.no
            where a.tenant = :tenant group by a.asset order by a.asset
            """.formatted(POSTED);

    private static final String BY_KIND = """
            select a.asset, a.kind, %s
            from zentra_account a join zentra_balance b on b.tenant = a.tenant and b.account = a.no
            where a.tenant = :tenant group by a.asset, a.kind order by a.asset, a.kind
            """.formatted(POSTED);

    private final Queries queries;
    private final int tenantNo;

    /** Sums of a tenant's accounts. */
    public ChartSums(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** What a line of a trial balance is of. */
    record Line(String path, Asset asset) {}

    private record Each(String id, RollUp sums) {}

    private record OfKind(Asset asset, AccountKind kind, BigInteger balance) {}

    /** What a path comes to, asset by asset. */
    public List<RollUp> rollUp(String path) {
        return queries.select(
                ROLL_UP,
                tenantNo,
                Map.of("path", path, "begin", Paths.begin(path), "end", Paths.end(path)),
                Queries.MAX_ROWS,
                (results, context) -> new RollUp(
                        path,
                        Asset.parse(results.getString(1)),
                        results.getLong(2),
                        Totals.read(results, 3),
                        Totals.read(results, 5),
                        Totals.read(results, 7),
                        Totals.read(results, 9)));
    }

    /** All accounts, rolled up to so many segments of their paths. */
    public List<RollUp> rollUps(int levels, int maxLines) {
        Map<Line, RollUp> sums = new TreeMap<>(LINES);
        queries.snapshot(snapshot -> {
            List<Each> page = page(snapshot, "");
            while (!page.isEmpty()) {
                for (Each each : page) {
                    RollUp one = each.sums();
                    sums.merge(new Line(Paths.atLevel(each.id(), levels), one.asset()), one, ChartSums::plus);
                }
                requireLines(sums.size(), levels, maxLines);
                page = page(snapshot, page.get(page.size() - 1).id());
            }
            return sums;
        });
        List<RollUp> lines = new ArrayList<>();
        sums.forEach((line, sum) -> lines.add(at(line.path(), sum)));
        return lines;
    }

    /** Debits and credits of all accounts, asset by asset. */
    public TrialBalance trialBalance() {
        return new TrialBalance(queries.select(
                BY_ASSET,
                tenantNo,
                Map.of(),
                Queries.MAX_ROWS,
                (results, context) -> new TrialBalance.Line(
                        Asset.parse(results.getString(1)), Totals.read(results, 2), Totals.read(results, 4))));
    }

    /** The balances of all accounts by their kinds, asset by asset. */
    public BalanceSheet balanceSheet() {
        Map<Asset, Map<AccountKind, BigInteger>> sums = new TreeMap<>(Comparator.comparing(Asset::toString));
        queries.select(BY_KIND, tenantNo, Map.of(), Queries.MAX_ROWS, (results, context) -> ofKind(results))
                .forEach(line -> sums.computeIfAbsent(line.asset(), asset -> new EnumMap<>(AccountKind.class))
                        .put(line.kind(), line.balance()));
        return sheet(sums);
    }

    /** The sheet of sums that are in the sign of their kinds. */
    static BalanceSheet sheet(Map<Asset, Map<AccountKind, BigInteger>> sums) {
        List<BalanceSheet.Line> lines = new ArrayList<>();
        sums.forEach((asset, kinds) -> lines.add(new BalanceSheet.Line(
                asset,
                kinds.getOrDefault(AccountKind.ASSET, BigInteger.ZERO),
                kinds.getOrDefault(AccountKind.LIABILITY, BigInteger.ZERO),
                kinds.getOrDefault(AccountKind.EQUITY, BigInteger.ZERO),
                kinds.getOrDefault(AccountKind.INCOME, BigInteger.ZERO),
                kinds.getOrDefault(AccountKind.EXPENSE, BigInteger.ZERO))));
        return new BalanceSheet(lines);
    }

    private List<Each> page(Queries snapshot, String after) {
        return snapshot.select(
                EACH,
                tenantNo,
                Map.of("after", after),
                PAGE,
                (results, context) -> new Each(
                        results.getString(1),
                        new RollUp(
                                results.getString(1),
                                Asset.parse(results.getString(2)),
                                1,
                                BigInteger.valueOf(results.getLong(3)),
                                BigInteger.valueOf(results.getLong(4)),
                                BigInteger.valueOf(results.getLong(5)),
                                BigInteger.valueOf(results.getLong(6)))));
    }

    private static OfKind ofKind(ResultSet results) throws SQLException {
        AccountKind kind = AccountKind.of(results.getString(2));
        BigInteger net = Totals.read(results, 3).subtract(Totals.read(results, 5));
        return new OfKind(
                Asset.parse(results.getString(1)), kind, kind.normalSide() == Side.DEBIT ? net : net.negate());
    }

    private static RollUp plus(RollUp one, RollUp other) {
        return new RollUp(
                one.path(),
                one.asset(),
                one.accounts() + other.accounts(),
                one.debits().add(other.debits()),
                one.credits().add(other.credits()),
                one.pendingDebits().add(other.pendingDebits()),
                one.pendingCredits().add(other.pendingCredits()));
    }

    private static RollUp at(String path, RollUp sum) {
        return new RollUp(
                path,
                sum.asset(),
                sum.accounts(),
                sum.debits(),
                sum.credits(),
                sum.pendingDebits(),
                sum.pendingCredits());
    }

    static void requireLines(int lines, int levels, int maxLines) {
        if (lines > maxLines) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "there are more than " + maxLines + " paths of up to " + levels + " levels: ask for fewer levels",
                    Map.of("levels", String.valueOf(levels), "max", String.valueOf(maxLines)));
        }
    }
}
