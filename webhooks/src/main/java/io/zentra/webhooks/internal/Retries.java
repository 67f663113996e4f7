package io.zentra.webhooks.internal;

import java.time.Duration;
import java.util.List;

/**
 * When failed deliveries are tried again.
 *
 * @param pauses before each attempt, the first included
 * @param jitterPercent up to how much longer each may be
 * @param disableAfter after how long a failure an endpoint is disabled
 */
public record Retries(List<Duration> pauses, int jitterPercent, Duration disableAfter) {
    private static final int GRAINS = 1_000;

    int steps() {
        return pauses.size();
    }

    /** The pause before the attempt of a step, from 0. */
    long pauseMicros(long step, long random) {
        long pause = pauses.get((int) step).toNanos() / 1_000;
        long most = pause / 100 * jitterPercent;
        return pause + most / GRAINS * Math.floorMod(random, GRAINS + 1L);
    }

    long disableAfterMicros() {
        return disableAfter.toNanos() / 1_000;
    }
}
