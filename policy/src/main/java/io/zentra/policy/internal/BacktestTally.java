package io.zentra.policy.internal;

import io.zentra.core.money.Money;
import io.zentra.policy.BacktestReport;
import io.zentra.policy.BacktestReport.Line;
import io.zentra.policy.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts decisions by group and asset; once there are too many of them, what is of none of them is counted together. */
final class BacktestTally {
    private static final Comparator<Line> ORDER = Comparator.comparing(Line::group)
            .thenComparing(Line::asset)
            .thenComparing(Line::live)
            .thenComparing(Line::own);

    private final Map<Key, Sum> sums = new HashMap<>();
    private final Set<Told> told = new HashSet<>();
    private final Set<String> assets = new HashSet<>();

    private record Told(String group, String asset) {}

    private record Key(String group, String asset, Verdict live, Verdict own) {}

    private record Sum(long count, BigInteger minor) {
        Sum plus(Sum more) {
            return new Sum(count + more.count, minor.add(more.minor));
        }
    }

    void add(String group, Money amount, Verdict live, Verdict own) {
        String asset = amount.asset().toString();
        boolean isTold = isTold(new Told(group, asset));
        Key key = new Key(
                isTold ? group : BacktestReport.OTHERS,
                assets.contains(asset) ? asset : BacktestReport.OTHERS,
                live,
                own);
        sums.merge(key, new Sum(1, BigInteger.valueOf(amount.minor())), Sum::plus);
    }

    private boolean isTold(Told one) {
        if (told.size() < BacktestReport.MAX_GROUPS && told.add(one)) {
            assets.add(one.asset);
        }
        return told.contains(one);
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        sums.forEach((key, sum) -> lines.add(new Line(
                key.group,
                key.asset,
                key.live,
                key.own,
                sum.count,
                key.asset.equals(BacktestReport.OTHERS) ? null : sum.minor)));
        lines.sort(ORDER);
        return lines;
    }
}
