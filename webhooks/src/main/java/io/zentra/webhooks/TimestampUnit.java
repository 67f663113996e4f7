package io.zentra.webhooks;

import java.time.Instant;

/** In which unit a scheme writes the time since 1970. */
public enum TimestampUnit {
    /** Whole seconds. */
    SECONDS,
    /** Whole milliseconds. */
    MILLISECONDS;

    private static final int MAX_SECOND_DIGITS = 12;

    int maxDigits() {
        return this == SECONDS ? MAX_SECOND_DIGITS : MAX_SECOND_DIGITS + 3;
    }

    Instant instant(long count) {
        return this == SECONDS ? Instant.ofEpochSecond(count) : Instant.ofEpochMilli(count);
    }
}
