package io.zentra.core.commit.internal;

import java.time.Duration;

/**
 * How long a lane gathers commands before it begins a batch. Callers that were answered together tend to come again
 * together, but not at once; a lane that begins with the first of them pays a whole commit for it. So it waits for as many
 * as were there before the last answer, for half of what the last commit took at most: the wait can cost half of what it
 * saves. A caller alone never waits.
 */
final class Gathering {
    private static final long MAX_PATIENCE_NANOS = Duration.ofMillis(5).toNanos();

    private int hoped = 1;
    private long patienceNanos;

    /** A commit took this long; so many callers are answered now, and so many wait already. */
    void committed(long nanos, int answered, int waiting) {
        hoped = answered + waiting;
        patienceNanos = Math.min(nanos / 2, MAX_PATIENCE_NANOS);
    }

    int hoped() {
        return hoped;
    }

    long patienceNanos() {
        return patienceNanos;
    }
}
