package io.zentra.core.storage;

import org.jspecify.annotations.Nullable;

/** Gives the values of a row, column by column in the order of the row type. Not thread-safe. */
public interface RowReader {
    /** The next column's integer; the column is not null. */
    long integer();

    /** The next column's integer, or null. */
    @Nullable
    Long integerOrNull();

    /** The next column's text; the column is not null. */
    String text();

    /** The next column's text, or null. */
    @Nullable
    String textOrNull();

    /** The next column's bytes; the column is not null. */
    byte[] bytes();

    /** The next column's bytes, or null. */
    byte @Nullable [] bytesOrNull();
}
