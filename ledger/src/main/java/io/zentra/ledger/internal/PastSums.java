package io.zentra.ledger.internal;

import io.zentra.core.Handle;
import io.zentra.core.money.Asset;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.BalanceSheet;
import io.zentra.ledger.PastRollUp;
import io.zentra.ledger.Side;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.internal.ChartSums.Line;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/** Sums over the accounts of a tenant as of a time, account by account, all of one state. */
public final class PastSums {
    private static final int PAGE = 1_000;
    private static final String EVERY = "id > :after order by id";
    private static final String BELOW = "id > :after and id >= :begin and id < :end order by id";

    private final Queries queries;
    private final int tenantNo;
    private final TimeAxis axis;
    private final Place place;

    private PastSums(Queries queries, int tenantNo, TimeAxis axis, Place place) {
        this.queries = queries;
        this.tenantNo = tenantNo;
        this.axis = axis;
        this.place = place;
    }

    /**
     * Sums of a tenant's accounts.
     *
     * @param time what is of this very microsecond is included
     */
    public static PastSums of(Handle handle, TimeAxis axis, Instant time) {
        long at = EffectiveInstant.micros(time);
        Place place = axis == TimeAxis.RECORDED
                ? Place.behindEvent(handle.journal().recordedBy(Micros.instant(at)))
                : Place.before(at + 1);
        return new PastSums(handle.queries(), handle.tenantNo(), axis, place);
    }

    /** What a path came to, asset by asset. */
    public List<PastRollUp> rollUp(String path) {
        Map<Line, PastRollUp> sums = new TreeMap<>(ChartSums.LINES);
        queries.snapshot(snapshot -> {
            ObjLongConsumer<AccountRow> adding = (account, net) -> add(sums, path, account, net);
            snapshot.first(LedgerTables.ACCOUNT, tenantNo, "id = :path", Map.of("path", path))
                    .ifPresent(account -> take(snapshot, account, adding));
            each(snapshot, BELOW, Map.of("begin", Paths.begin(path), "end", Paths.end(path)), adding);
            return sums;
        });
        return List.copyOf(sums.values());
    }

    /** All accounts, rolled up to so many segments of their paths. */
    public List<PastRollUp> rollUps(int levels, int maxLines) {
        Map<Line, PastRollUp> sums = new TreeMap<>(ChartSums.LINES);
        queries.snapshot(snapshot -> {
            each(snapshot, EVERY, Map.of(), (account, net) -> {
                add(sums, Paths.atLevel(account.id(), levels), account, net);
                ChartSums.requireLines(sums.size(), levels, maxLines);
            });
            return sums;
        });
        return List.copyOf(sums.values());
    }

    /** The balances of all accounts by their kinds, asset by asset. */
    public BalanceSheet balanceSheet() {
        Map<Asset, Map<AccountKind, BigInteger>> sums = new TreeMap<>(Comparator.comparing(Asset::toString));
        queries.snapshot(snapshot -> {
            each(snapshot, EVERY, Map.of(), (account, net) -> {
                BigInteger debits = BigInteger.valueOf(net);
                sums.computeIfAbsent(account.asset(), asset -> new HashMap<>())
                        .merge(
                                account.kind(),
                                account.kind().normalSide() == Side.DEBIT ? debits : debits.negate(),
                                BigInteger::add);
            });
            return sums;
        });
        return ChartSums.sheet(sums);
    }

    private static void add(Map<Line, PastRollUp> sums, String path, AccountRow account, long net) {
        sums.merge(
                new Line(path, account.asset()),
                new PastRollUp(path, account.asset(), 1, BigInteger.valueOf(net)),
                (one, other) -> new PastRollUp(
                        path,
                        account.asset(),
                        one.accounts() + other.accounts(),
                        one.net().add(other.net())));
    }

    private void each(
            Queries snapshot, String condition, Map<String, String> values, ObjLongConsumer<AccountRow> taker) {
        Map<String, String> all = new HashMap<>(values);
        String after = "";
        List<AccountRow> page = new ArrayList<>();
        do {
            all.put("after", after);
            page = snapshot.list(LedgerTables.ACCOUNT, tenantNo, condition, all, PAGE);
            for (AccountRow account : page) {
                take(snapshot, account, taker);
                after = account.id();
            }
        } while (!page.isEmpty());
    }

    /** An account that was opened by then; its number is the sequence of its first event. */
    private void take(Queries snapshot, AccountRow account, ObjLongConsumer<AccountRow> taker) {
        if (axis == TimeAxis.EFFECTIVE || account.no() * LedgerTables.LINES <= place.no()) {
            taker.accept(account, new AccountHistory(snapshot, tenantNo, account, axis).balance(place));
        }
    }
}
