package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;

/**
 * What part of a movement a destination gets. Immutable.
 *
 * @param kind how the value is meant
 * @param value a whole number from 0, a percentage such as {@code 2.9}, or nothing
 */
public record Share(Kind kind, String value) {
    /** How a share is counted. */
    public enum Kind {
        /** In proportion to the other ratios. */
        RATIO,
        /** In hundredths of the whole. */
        PERCENT,
        /** All that the others leave. */
        REMAINING
    }

    private static final Share ALL_THAT_REMAINS = new Share(Kind.REMAINING, "");

    /**
     * Checks the form.
     *
     * @throws ZentraException {@code invalid_allocation}
     */
    public Share {
        boolean valid = switch (kind) {
            case RATIO -> value.matches("0|[1-9][0-9]{0,17}");
            case PERCENT -> value.matches("[0-9]{1,3}(\\.[0-9]{1,12})?");
            case REMAINING -> value.isEmpty();
        };
        if (!valid) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ALLOCATION,
                    "\"" + (value.length() > 40 ? value.substring(0, 40) + "…" : value) + "\" is no " + kind
                            + " share: give a whole number below 10^18, or a percentage with at most 12 decimals");
        }
    }

    /** In proportion to the ratios of the other destinations. */
    public static Share ratio(long value) {
        return new Share(Kind.RATIO, String.valueOf(value));
    }

    /** So many hundredths of the whole, such as {@code 2.9}. */
    public static Share percent(String value) {
        return new Share(Kind.PERCENT, value);
    }

    /** All that the destinations before it leave; only the last one can have it. */
    public static Share remaining() {
        return ALL_THAT_REMAINS;
    }

    /** Reads what {@link #toString()} writes. */
    public static Share parse(String text) {
        if (text.equals("remaining")) {
            return ALL_THAT_REMAINS;
        }
        return text.endsWith("%") ? percent(text.substring(0, text.length() - 1)) : new Share(Kind.RATIO, text);
    }

    /** {@code 7}, {@code 2.9%} or {@code remaining}. */
    @Override
    public String toString() {
        return switch (kind) {
            case RATIO -> value;
            case PERCENT -> value + "%";
            case REMAINING -> "remaining";
        };
    }
}
