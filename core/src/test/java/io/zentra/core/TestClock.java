package io.zentra.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when it is told to. */
public final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-21T09:00:00Z");

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
