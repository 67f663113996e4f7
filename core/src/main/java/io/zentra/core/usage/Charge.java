package io.zentra.core.usage;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operation would add to a meter: its amount, one use, and a value where the meter counts different ones.
 * Immutable.
 *
 * @param meter which meter
 * @param window over which time it counts; the same at each charge of a meter
 * @param amountMinor in minor units of the meter's asset, 0 or more
 * @param value what it counts different ones of, such as a destination; null for none
 */
public record Charge(
        MeterKey meter,
        Window window,
        long amountMinor,
        @Nullable String value) {
    /** The most UTF-16 code units of a value. */
    public static final int MAX_VALUE = 256;

    /**
     * Checks amount and value.
     *
     * @throws ZentraException {@code invalid_charge}
     */
    public Charge {
        Objects.requireNonNull(meter);
        Objects.requireNonNull(window);
        if (amountMinor < 0) {
            throw invalid("an operation adds 0 or more to a meter, not " + amountMinor, "amount_minor", amountMinor);
        }
        if (value != null) {
            requireText(value);
        }
    }

    /** A charge of an amount, without a value. */
    public static Charge of(MeterKey meter, Window window, long amountMinor) {
        return new Charge(meter, window, amountMinor, null);
    }

    private static void requireText(String value) {
        if (value.isEmpty() || value.length() > MAX_VALUE) {
            throw invalid(
                    "a value to count has 1 to " + MAX_VALUE + " characters, not " + value.length(),
                    "length",
                    value.length());
        }
        if (value.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw invalid(
                    "a value to count is no valid Unicode text: leave out U+0000 and lone surrogates", "value", "");
        }
    }

    static ZentraException invalid(String message, String name, Object value) {
        return ZentraException.of(ErrorCode.INVALID_CHARGE, message, Map.of(name, String.valueOf(value)));
    }
}
