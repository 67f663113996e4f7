package io.zentra.core.storage.internal;

import java.sql.SQLException;
import java.util.Objects;

/** Carries an {@link SQLException} through code that may not throw it. */
public final class UncheckedSqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Wraps an error. */
    public UncheckedSqlException(SQLException cause) {
        super(cause);
    }

    /** The error inside. */
    public SQLException sqlException() {
        return (SQLException) Objects.requireNonNull(getCause());
    }
}
