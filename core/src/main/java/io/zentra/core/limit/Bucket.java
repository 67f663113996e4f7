package io.zentra.core.limit;

import io.zentra.core.time.Micros;
import java.time.Instant;

/**
 * What is left of a limit. Counted in integers: a call costs as much as there are microseconds in the limit's time, and each
 * microsecond gives back as much as there are calls. Thread-safe.
 */
public final class Bucket {
    private final RateLimit limit;
    private final long perMicros;
    private long level;
    private long atMicros = Long.MIN_VALUE;

    /** A full one. */
    public Bucket(RateLimit limit) {
        this.limit = limit;
        this.perMicros = limit.per().toSeconds() * 1_000_000;
        this.level = capacity();
    }

    /**
     * What became of a request.
     *
     * @param taken whether it is let through
     * @param remaining how many calls are left
     * @param retryAt when it would be let through, if it is not: never before now
     */
    public record Taken(boolean taken, long remaining, Instant retryAt) {}

    /** The limit. */
    public RateLimit limit() {
        return limit;
    }

    /** Takes all of some calls or none; of none it takes nothing, and tells what is left. A clock that goes back gives nothing, and takes nothing. */
    public synchronized Taken take(int calls, Instant now) {
        long nowMicros = Micros.of(now);
        if (nowMicros > atMicros) {
            boolean isFull = atMicros == Long.MIN_VALUE || nowMicros - atMicros >= perMicros;
            level = isFull ? capacity() : Math.min(capacity(), level + (nowMicros - atMicros) * limit.calls());
            atMicros = nowMicros;
        }
        long cost = calls * perMicros;
        if (cost <= level) {
            level -= cost;
            return new Taken(true, level / perMicros, now);
        }
        long wait = (cost - level + limit.calls() - 1) / limit.calls();
        return new Taken(false, level / perMicros, Micros.instant(atMicros + wait));
    }

    private long capacity() {
        return limit.calls() * perMicros;
    }
}
