package io.zentra.core.commit.internal;

import io.zentra.core.storage.internal.Engine;
import io.zentra.core.storage.internal.RowStore;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A lane's connection, in manual commit, with the statements prepared on it.
 *
 * @param connection the connection
 * @param store rows over it
 * @param heads journal heads over it
 * @param restoring makes the connection as it came
 */
record Writer(Connection connection, RowStore store, Heads heads, Engine.Restoring restoring) implements AutoCloseable {
    static Writer open(DataSource source, Engine engine) throws SQLException {
        Connection connection = source.getConnection();
        Engine.Restoring restoring;
        try {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true); // a host's pool may give it in manual commit
            Engine.Restoring settings = engine.prepareWriter(connection);
            connection.setAutoCommit(false);
            restoring = () -> {
                connection.setAutoCommit(true);
                settings.restore();
                connection.setAutoCommit(autoCommit);
            };
        } catch (SQLException unfit) {
            try (connection) {
                throw unfit;
            }
        }
        return new Writer(connection, engine.rows(connection), new Heads(connection, engine), restoring);
    }

    /** A pool gives a closed connection to others, so it must not carry a transaction: roll back first. */
    @Override
    public void close() throws SQLException {
        try (connection;
                store;
                heads) {
            connection.rollback();
            restoring.restore();
        }
    }
}
