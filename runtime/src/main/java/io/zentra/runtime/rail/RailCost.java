package io.zentra.runtime.rail;

import java.util.OptionalLong;

/**
 * What a rail takes for a transfer: a fixed part and a share of the amount, rounded up to the next minor unit. Immutable.
 *
 * <pre>{@code
 * new RailCost(25, 2_900).of(125_000)   // 25 and 0.29% of 1250.00: 388 minor units
 * }</pre>
 *
 * @param fixedMinor the fixed part in minor units, 0 to {@value #MAX_FIXED_MINOR}
 * @param perMillion the share in millionths, 0 to {@value #MILLION}
 */
public record RailCost(long fixedMinor, long perMillion) {
    /** The most of the fixed part. */
    public static final long MAX_FIXED_MINOR = 1_000_000_000_000L;

    /** The whole in millionths. */
    public static final long MILLION = 1_000_000;

    /** Nothing. */
    public static final RailCost NONE = new RailCost(0, 0);

    /**
     * Checks both parts.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
     */
    public RailCost {
        Given.within("the fixed cost", fixedMinor, 0, MAX_FIXED_MINOR);
        Given.within("the cost in millionths", perMillion, 0, MILLION);
    }

    /**
     * The cost of an amount, exact and rounded up; empty when it has no place in 64 bits, as near the largest amounts.
     *
     * @param amountMinor in minor units, zero or more
     */
    public OptionalLong of(long amountMinor) {
        // Whole millions and the rest apart: neither product leaves 64 bits, because the share is a million at most.
        long ofMillions = amountMinor / MILLION * perMillion;
        long ofRest = (amountMinor % MILLION * perMillion + MILLION - 1) / MILLION;
        long share = ofMillions + ofRest; // not above the amount
        return share > Long.MAX_VALUE - fixedMinor ? OptionalLong.empty() : OptionalLong.of(share + fixedMinor);
    }
}
