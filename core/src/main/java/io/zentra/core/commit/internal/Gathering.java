package io.zentra.core.commit.internal;

import java.time.Duration;

/**
 * How long a lane gathers commands before it begins a batch. Callers that were answered together tend to come again
 * together, but not at once; a lane that begins with the first of them pays a whole commit for it. Where commits are slow
 * it waits for as many as were there before the last answer, for half of what the last commit took at most: the wait can
 * cost half of what it saves. What the lane could have written in that time is lost as well, so it counts against the
 * wait: where commits are as quick as the work before them, nothing is gathered, and half of the callers prepare their
 * next commands while the other half is written. A caller alone never waits.
 */
final class Gathering {
    private static final long MAX_PATIENCE_NANOS = Duration.ofMillis(5).toNanos();

    private int hoped = 1;
    private long patienceNanos;

    /** To write a batch and to commit it took this long; so many callers are answered now, and so many wait already. */
    void committed(long writeNanos, long commitNanos, int answered, int waiting) {
        hoped = answered + waiting;
        patienceNanos = Math.max(0, Math.min(commitNanos / 2 - writeNanos, MAX_PATIENCE_NANOS));
    }

    int hoped() {
        return hoped;
    }

    long patienceNanos() {
        return patienceNanos;
    }
}
