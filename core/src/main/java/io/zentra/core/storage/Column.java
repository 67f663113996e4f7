package io.zentra.core.storage;

/**
 * A column of a row type. Immutable.
 *
 * @param name the column's name, as in the migration
 * @param type what it holds
 */
public record Column(String name, Type type) {
    /** What a column can hold. */
    public enum Type {
        /** A 64-bit integer. */
        INTEGER,
        /** A text. */
        TEXT,
        /** Bytes. */
        BYTES
    }

    /** A column of 64-bit integers. */
    public static Column integer(String name) {
        return new Column(name, Type.INTEGER);
    }

    /** A column of texts. */
    public static Column text(String name) {
        return new Column(name, Type.TEXT);
    }

    /** A column of bytes. */
    public static Column bytes(String name) {
        return new Column(name, Type.BYTES);
    }
}
