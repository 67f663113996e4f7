package io.zentra.core.time;

import java.time.Instant;

/** Instants as rows keep them: whole microseconds since 1970-01-01T00:00:00Z. */
public final class Micros {
    private Micros() {}

    /** The microseconds of an instant, what is finer cut off. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** The instant of these microseconds. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
