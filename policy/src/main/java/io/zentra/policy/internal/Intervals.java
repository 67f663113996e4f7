package io.zentra.policy.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of whole numbers. Immutable.
 *
 * @param ranges without overlap, in order
 */
record Intervals(List<Range> ranges) {
    /**
     * The numbers from one to another, both included.
     *
     * @param from the lowest
     * @param to the highest, not below it
     */
    record Range(long from, long to) {}

    Intervals {
        ranges = List.copyOf(ranges);
    }

    /** The numbers from one to another, both included; none when the first is above the second. */
    static Intervals of(long from, long to) {
        return new Intervals(from <= to ? List.of(new Range(from, to)) : List.of());
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** The lowest number; there must be one. */
    long least() {
        return ranges.get(0).from();
    }

    /** Those that are in both. */
    Intervals and(Intervals other) {
        List<Range> both = new ArrayList<>();
        for (Range a : ranges) {
            for (Range b : other.ranges) {
                long from = Math.max(a.from(), b.from());
                long to = Math.min(a.to(), b.to());
                if (from <= to) {
                    both.add(new Range(from, to));
                }
            }
        }
        return new Intervals(both);
    }

    /** Those that are not in a range. */
    Intervals without(long from, long to) {
        List<Range> rest = new ArrayList<>();
        for (Range range : ranges) {
            if (range.from() < from) {
                rest.add(new Range(range.from(), Math.min(range.to(), from - 1)));
            }
            if (range.to() > to) {
                rest.add(new Range(Math.max(range.from(), to + 1), range.to()));
            }
        }
        return new Intervals(rest);
    }
}
