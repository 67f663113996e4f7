package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import org.jspecify.annotations.Nullable;

/** The values that a builder collects: each is set once, and some must be. */
final class Values {
    private final String of;

    /**
     * Values of a builder.
     *
     * @param of what is built, for messages
     */
    Values(String of) {
        this.of = of;
    }

    /** The value, unless another one came before. */
    <T> T once(String name, @Nullable T before, T value) {
        if (before != null) {
            throw invalid(name + " was set twice");
        }
        return value;
    }

    /** The value, which must have been set. */
    <T> T set(String name, @Nullable T value) {
        if (value == null) {
            throw invalid(name + " is missing");
        }
        return value;
    }

    ZentraException invalid(String message) {
        return ZentraException.of(ErrorCode.INVALID_CONFIGURATION, of + ": " + message);
    }
}
