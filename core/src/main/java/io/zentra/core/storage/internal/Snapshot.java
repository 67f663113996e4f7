package io.zentra.core.storage.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A connection in a transaction that sees one state.
 *
 * @param connection the connection
 * @param isolation the level with which the source gave it, and takes it back
 * @param autoCommit the mode with which it gave it
 */
public record Snapshot(Connection connection, int isolation, boolean autoCommit) implements AutoCloseable {
    /** Begins one on a connection of its own. */
    public static Snapshot open(DataSource source, Engine engine) throws SQLException {
        Connection connection = source.getConnection();
        try {
            int isolation = connection.getTransactionIsolation();
            boolean autoCommit = connection.getAutoCommit();
            connection.setTransactionIsolation(engine.snapshotIsolation());
            connection.setAutoCommit(false);
            return new Snapshot(connection, isolation, autoCommit);
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
            connection.setAutoCommit(autoCommit);
        }
    }
}
