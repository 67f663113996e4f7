package io.zentra.policy;

import io.zentra.policy.internal.BacktestText;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version would have said to the decisions of a time, beside what was said. Immutable.
 *
 * @param policy the version that was asked
 * @param from the first moment
 * @param to the first moment after
 * @param decisions how many were compared
 * @param different how many of them would have had another verdict
 * @param resumed how many were not compared: persons had let go on what this version would have let go by itself before
 * @param byAsset all of them by the asset of the amount
 * @param byCorridor the same by from and to country, {@code -} where none is known
 * @param byRule the same by the rule that decided and, after {@code >}, the one that would have; {@code -} for none
 * @param first the first {@value #MAX_FIRST} whose verdict would have been another, change by change
 */
public record BacktestReport(
        PolicyRef policy,
        Instant from,
        Instant to,
        long decisions,
        long different,
        long resumed,
        List<Line> byAsset,
        List<Line> byCorridor,
        List<Line> byRule,
        List<Difference> first) {
    /** The most differences of one change that are told one by one. */
    public static final int MAX_FIRST = 20;

    /** The most groups of a list, each of one asset; what comes after them is told together, as {@link #OTHERS}. */
    public static final int MAX_GROUPS = 1_000;

    /** The group of all that came after {@value #MAX_GROUPS} others; and their asset, unless a group told is of it. */
    public static final String OTHERS = "others";

    /** The group of what has none. */
    public static final String NONE = "-";

    /**
     * Decisions that are alike. Immutable.
     *
     * @param group what they have in common
     * @param asset what their amounts are of
     * @param live what was said
     * @param own what this version would have said
     * @param count how many
     * @param sumMinor the sum of the amounts, in minor units; null where they are of {@link #OTHERS}, several assets
     */
    public record Line(
            String group,
            String asset,
            Verdict live,
            Verdict own,
            long count,
            @Nullable BigInteger sumMinor) {}

    /**
     * A decision that would have been another. Immutable.
     *
     * @param decision its id
     * @param at when it was made
     * @param live what was said
     * @param liveBy what decided it; null for nothing
     * @param own what this version would have said
     * @param ownBy what would have decided it; null for nothing
     * @param reason the code of the denial or the lane of the review; null when it would have been accepted
     * @param windows what this version would have read of its windows
     */
    public record Difference(
            String decision,
            Instant at,
            Verdict live,
            @Nullable String liveBy,
            Verdict own,
            @Nullable String ownBy,
            @Nullable String reason,
            List<WindowReading> windows) {
        /** Copies the list. */
        public Difference {
            windows = List.copyOf(windows);
        }
    }

    /** Copies the lists. */
    public BacktestReport {
        byAsset = List.copyOf(byAsset);
        byCorridor = List.copyOf(byCorridor);
        byRule = List.copyOf(byRule);
        first = List.copyOf(first);
    }

    /** How many decisions had the one verdict and would have had the other. */
    public long count(Verdict live, Verdict own) {
        return byAsset.stream()
                .filter(line -> line.live() == live && line.own() == own)
                .mapToLong(Line::count)
                .sum();
    }

    /** The report as canonical JSON. */
    public String json() {
        return new String(BacktestText.json(this), StandardCharsets.UTF_8);
    }

    /** The report to read: what would change, in lines. */
    public String text() {
        return BacktestText.text(this);
    }
}
