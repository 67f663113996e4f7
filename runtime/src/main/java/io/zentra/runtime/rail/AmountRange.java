package io.zentra.runtime.rail;

/**
 * How much a rail takes at one time, in minor units of one asset. Immutable.
 *
 * @param leastMinor the least, above zero
 * @param mostMinor the most, not below the least
 */
public record AmountRange(long leastMinor, long mostMinor) {
    /**
     * Checks both.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration}
     */
    public AmountRange {
        Given.within("the least amount", leastMinor, 1, Long.MAX_VALUE);
        Given.within("the most amount", mostMinor, leastMinor, Long.MAX_VALUE);
    }
}
