package io.zentra.core.storage;

import org.jspecify.annotations.Nullable;

/** Takes the values of a row, column by column in the order of the row type. Not thread-safe. */
public interface RowWriter {
    /** The next column's integer. */
    RowWriter integer(long value);

    /** The next column's integer, or null. */
    RowWriter integerOrNull(@Nullable Long value);

    /** The next column's text, or null. */
    RowWriter text(@Nullable String value);

    /** The next column's bytes, or null. */
    RowWriter bytes(byte @Nullable [] value);
}
