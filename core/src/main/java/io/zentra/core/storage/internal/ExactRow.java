package io.zentra.core.storage.internal;

import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a row's type would write of it with what stands in the row: a value that reads the same and is written
 * otherwise, such as JSON with a space in it, is not what Zentra has stored.
 */
public final class ExactRow implements RowWriter {
    private final RowType<?, ?> type;
    private final ResultSet stored;
    private int column;

    private ExactRow(RowType<?, ?> type, ResultSet stored) {
        this.type = type;
        this.stored = stored;
    }

    /** Reads a row, and checks that writing it would give the same. */
    public static <R> R read(RowType<?, R> type, ResultSet stored) {
        R row = type.read(new ResultSetReader(stored, 0));
        check(type, row, new ExactRow(type, stored));
        return row;
    }

    private static <K, R> void check(RowType<K, R> type, R row, RowWriter against) {
        type.writeKey(type.keyOf(row), against);
        type.writeValues(row, against);
    }

    @Override
    public RowWriter integer(long value) {
        return integerOrNull(value);
    }

    @Override
    public RowWriter integerOrNull(@Nullable Long value) {
        try {
            long found = stored.getLong(++column);
            return require(Objects.equals(value, stored.wasNull() ? null : Long.valueOf(found)));
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    @Override
    public RowWriter text(@Nullable String value) {
        try {
            return require(Objects.equals(value, stored.getString(++column)));
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    @Override
    public RowWriter bytes(byte @Nullable [] value) {
        try {
            return require(Arrays.equals(value, stored.getBytes(++column)));
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    private RowWriter require(boolean same) {
        if (!same) {
            throw new IllegalStateException(type.columns().get(column - 1).name() + " is not written as it would be");
        }
        return this;
    }
}
