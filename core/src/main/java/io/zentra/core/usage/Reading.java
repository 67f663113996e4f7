package io.zentra.core.usage;

/**
 * What a meter shows for an operation: what counts in the window before it, and what would count with it. Immutable.
 *
 * @param before without the operation
 * @param after with it
 */
public record Reading(Tally before, Tally after) {
    /**
     * What counts in a window.
     *
     * @param sumMinor the amounts, in minor units of the meter's asset
     * @param uses how many operations
     * @param different how many distinct values
     */
    public record Tally(long sumMinor, long uses, long different) {}
}
