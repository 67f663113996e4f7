package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.time.Micros;
import java.time.Instant;
import java.util.Map;

/** Instants that hosts give: from year 1 to year 9999, in whole microseconds. */
public final class EffectiveInstant {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private EffectiveInstant() {}

    /**
     * Cuts off what is finer than a microsecond.
     *
     * @throws ZentraException {@code invalid_effective_time} outside these years
     */
    public static Instant require(Instant instant) {
        return Micros.instant(micros(instant));
    }

    /** The same in microseconds. */
    public static long micros(Instant instant) {
        if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_EFFECTIVE_TIME,
                    "the time " + instant + " is not within the years 1 to 9999",
                    Map.of("at", instant.toString()));
        }
        return Micros.of(instant);
    }
}
