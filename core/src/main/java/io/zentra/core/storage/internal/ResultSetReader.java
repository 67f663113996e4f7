package io.zentra.core.storage.internal;

import io.zentra.core.storage.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a result set's current row in order. */
public final class ResultSetReader implements RowReader {
    private final ResultSet results;
    private int column;

    /** A reader that begins after a number of columns. */
    public ResultSetReader(ResultSet results, int skippedColumns) {
        this.results = results;
        this.column = skippedColumns;
    }

    @Override
    public long integer() {
        try {
            return results.getLong(++column);
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    @Override
    public @Nullable Long integerOrNull() {
        try {
            long value = results.getLong(++column);
            return results.wasNull() ? null : value;
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    @Override
    public String text() {
        return Objects.requireNonNull(textOrNull());
    }

    @Override
    public @Nullable String textOrNull() {
        try {
            return results.getString(++column);
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    @Override
    public byte[] bytes() {
        return Objects.requireNonNull(bytesOrNull());
    }

    @Override
    public byte @Nullable [] bytesOrNull() {
        try {
            return results.getBytes(++column);
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }
}
