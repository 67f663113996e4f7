package io.zentra.core.limit;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * So many calls in so long: a bucket that holds this many, and fills evenly. Who rested may make them all at once; then one
 * comes back after each share of the time. Immutable.
 *
 * <pre>{@code
 * RateLimit.of(100, Duration.ofSeconds(1));
 * }</pre>
 *
 * @param calls how many, 1 to {@value #MAX_CALLS}
 * @param per in how long, in whole seconds, 1 second to 1 day
 */
public record RateLimit(int calls, Duration per) {
    /** The most calls of a limit. */
    public static final int MAX_CALLS = 1_000_000;

    private static final Duration MAX_PER = Duration.ofDays(1);

    /**
     * Checks the limits of the limit.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public RateLimit {
        boolean inTime = per.getNano() == 0 && per.getSeconds() > 0 && per.compareTo(MAX_PER) <= 0;
        if (calls < 1 || calls > MAX_CALLS || !inTime) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "a rate limit of " + calls + " calls in " + per + " cannot be: give 1 to " + MAX_CALLS
                            + " calls in whole seconds, up to " + MAX_PER,
                    Map.of("setting", "rateLimit", "value", calls + " in " + per));
        }
    }

    /**
     * So many calls in so long.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public static RateLimit of(int calls, Duration per) {
        return new RateLimit(calls, per);
    }

    /** From when on a call that was refused with {@code rate_limited} would be let through; empty when never as it is. */
    public static Optional<Instant> retryAt(ZentraException refusal) {
        return Optional.ofNullable(refusal.details().get("retry_at")).map(Instant::parse);
    }
}
