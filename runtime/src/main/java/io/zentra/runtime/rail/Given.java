package io.zentra.runtime.rail;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks what is given about rails. */
final class Given {
    private Given() {}

    /** The value, unless another one came before. */
    static <T> T once(String name, @Nullable T before, T value) {
        require(before == null, name + " was set twice");
        return value;
    }

    /** Refuses a duration outside of two, both included. */
    static void within(String name, Duration value, Duration least, Duration most) {
        require(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                name + " must be " + least + " to " + most + ", not " + value);
    }

    /** Refuses a number outside of two, both included. */
    static void within(String name, long value, long least, long most) {
        require(value >= least && value <= most, name + " must be " + least + " to " + most + ", not " + value);
    }

    static void require(boolean isFit, String why) {
        if (!isFit) {
            throw ZentraException.of(ErrorCode.INVALID_CONFIGURATION, "a rail: " + why);
        }
    }
}
