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
 * @param engine what the database asks for
 */
record Writer(Connection connection, RowStore store, Heads heads, Engine engine) implements AutoCloseable {
    static Writer open(DataSource source, Engine engine) throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(true); // a host's pool may give it in manual commit
            engine.prepareWriter(connection);
            connection.setAutoCommit(false);
        } catch (SQLException unfit) {
            try (connection) {
                throw unfit;
            }
        }
        return new Writer(connection, engine.rows(connection), new Heads(connection, engine), engine);
    }

    /** A pool gives a closed connection to others, so it must not carry a transaction: roll back first. */
    @Override
    public void close() throws SQLException {
        try (connection;
                store;
                heads) {
            connection.rollback();
            connection.setAutoCommit(true);
            engine.releaseWriter(connection);
        }
    }
}
