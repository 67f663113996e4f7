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

/** Counts decisions by group; once there are too many groups, what is of none of them is counted together. */
final class BacktestTally {
    private static final Comparator<Line> ORDER = Comparator.comparing(Line::group)
            .thenComparing(Line::asset)
            .thenComparing(Line::live)
            .thenComparing(Line::own);

    private final Map<Key, Sum> sums = new HashMap<>();
    private final Set<String> groups = new HashSet<>();

    private record Key(String group, String asset, Verdict live, Verdict own) {}

    private record Sum(long count, BigInteger minor) {
        Sum plus(Sum more) {
            return new Sum(count + more.count, minor.add(more.minor));
        }
    }

    void add(String group, Money amount, Verdict live, Verdict own) {
        boolean known = groups.contains(group) || (groups.size() < BacktestReport.MAX_GROUPS && groups.add(group));
        Key key = new Key(known ? group : BacktestReport.OTHERS, amount.asset().toString(), live, own);
        sums.merge(key, new Sum(1, BigInteger.valueOf(amount.minor())), Sum::plus);
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        sums.forEach((key, sum) -> lines.add(new Line(key.group, key.asset, key.live, key.own, sum.count, sum.minor)));
        lines.sort(ORDER);
        return lines;
    }
}
