package io.zentra.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that moves when it is told to. Thread-safe.
 *
 * <pre>{@code
 * SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
 * clock.advance(Duration.ofDays(1));
 * }</pre>
 */
public final class SettableClock implements InstantSource {
    private volatile Instant now;

    private SettableClock(Instant start) {
        this.now = start;
    }

    /** A clock that stands at an instant in ISO 8601. */
    public static SettableClock at(String instant) {
        return new SettableClock(Instant.parse(instant));
    }

    /** Moves forward, or back when the time is negative. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    /** Moves to an instant. */
    public synchronized void set(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
