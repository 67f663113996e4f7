package io.zentra.policy.internal;

import io.zentra.policy.Facts;
import io.zentra.policy.WindowReading;
import java.util.Arrays;
import java.util.List;

/** What conditions look at: an operation, and what the windows of the policy come to with it. Immutable. */
final class Situation {
    /** The value of a window that does not count the operation. */
    static final long NOT_COUNTED = -1;

    private static final long[] NONE = new long[0];

    private final Facts facts;
    private final long[] after;

    private Situation(Facts facts, long[] after) {
        this.facts = facts;
        this.after = after;
    }

    /** An operation before any window is read. */
    static Situation unread(Facts facts) {
        return new Situation(facts, NONE);
    }

    /**
     * An operation with what was read.
     *
     * @param counting the places of the windows that count it, in the order of their names
     * @param readings one for each of them
     */
    static Situation of(Facts facts, int windows, List<Integer> counting, List<WindowReading> readings) {
        if (windows == 0) {
            return unread(facts);
        }
        long[] after = new long[windows];
        Arrays.fill(after, NOT_COUNTED);
        for (int i = 0; i < counting.size(); i++) {
            after[counting.get(i)] = readings.get(i).after();
        }
        return new Situation(facts, after);
    }

    Facts facts() {
        return facts;
    }

    long after(int window) {
        return after[window];
    }
}
