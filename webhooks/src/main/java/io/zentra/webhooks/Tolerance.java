package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.Duration;
import java.time.Instant;

/**
 * How far the time of a signature may be from the time of arrival. Immutable.
 *
 * @param past how old it may be; exactly so much is still accepted
 * @param future how far it may be ahead of our clock
 */
public record Tolerance(Duration past, Duration future) {
    /** The most, either way. */
    public static final Duration MAX = Duration.ofDays(1);

    /** Five minutes both ways, as providers recommend. */
    public static final Tolerance STANDARD = of(Duration.ofMinutes(5));

    /**
     * Checks the bounds.
     *
     * @throws ZentraException {@code invalid_configuration} below zero or above a day
     */
    public Tolerance {
        if (isOutside(past) || isOutside(future)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "a tolerance of " + past + " and " + future + " cannot be: give zero to " + MAX + " each");
        }
    }

    /** The same both ways. */
    public static Tolerance of(Duration both) {
        return new Tolerance(both, both);
    }

    /** Refuses a time outside. */
    void check(Instant sentAt, Instant now) {
        Duration skew = Duration.between(sentAt, now);
        boolean isAhead = skew.isNegative();
        Duration allowed = isAhead ? future : past;
        if (skew.abs().compareTo(allowed) > 0) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_STALE,
                    "the signature is " + skew.abs().toSeconds() + " s " + (isAhead ? "ahead" : "old")
                            + ", the tolerance is " + allowed.toSeconds()
                            + " s: set the clocks of both sides, or sign and send it again");
        }
    }

    private static boolean isOutside(Duration duration) {
        return duration.isNegative() || duration.compareTo(MAX) > 0;
    }
}
