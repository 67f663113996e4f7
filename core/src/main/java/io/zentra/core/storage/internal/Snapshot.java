package io.zentra.core.storage.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A connection in a transaction that sees one state.
 *
 * @param connection the connection
 * @param isolation the level with which the source gave it, and takes it back
 */
public record Snapshot(Connection connection, int isolation) implements AutoCloseable {
    /** Begins one on a connection of its own. */
    public static Snapshot open(DataSource source, Engine engine) throws SQLException {
        Connection connection = source.getConnection();
        try {
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(engine.snapshotIsolation());
            connection.setAutoCommit(false);
            return new Snapshot(connection, isolation);
        } catch (SQLException unfit) {
            try (connection) {
                throw unfit;
            }
        }
    }

    /** Gives the connection back as it came. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(isolation);
        }
    }
}
