package io.zentra.core.storage.internal;

import io.zentra.core.storage.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What differs between databases, and nothing else. */
public interface Engine {
    /** The engine of a dialect. */
    static Engine of(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> new SqliteEngine();
            case H2 -> new H2Engine();
            case POSTGRES -> new PostgresEngine();
        };
    }

    /** What the words in {@code ${…}} of a migration file stand for. */
    Map<String, String> words();

    /**
     * A migration's statement in a form that may run again after a later one failed; needed where a statement that
     * makes a table commits by itself, so that a file can apply in part.
     */
    default String repeatable(String statement) {
        return statement;
    }

    /** Takes the write lock of a tenant's journal and reads the head: {@code tenant} is the one parameter. */
    String lockHead();

    /** The same without waiting for it, where the database knows how. */
    default String lockHeadAtOnce() {
        return lockHead();
    }

    /** The isolation level, as JDBC counts them, of a transaction whose statements all see one state. */
    int snapshotIsolation();

    /** Reads and writes rows over a connection. */
    RowStore rows(Connection connection);

    /**
     * Makes a connection fit for a lane: outside a transaction, before its first statement.
     *
     * @return makes it as it came, also outside a transaction
     */
    Restoring prepareWriter(Connection connection) throws SQLException;

    /** Gives a connection the settings back with which it came. */
    @FunctionalInterface
    interface Restoring {
        /** Does it, outside a transaction. */
        void restore() throws SQLException;
    }

    /** Called after each commit of a lane, before any caller is answered. */
    default void afterCommit(Connection connection) throws SQLException {}

    /** Whether the error says that the transaction was ended by the database and may run again as it was. */
    boolean isTransient(SQLException error);

    /** Whether the error of {@link #lockHead()} says that another transaction has that lock. */
    default boolean isHeld(SQLException error) {
        return false;
    }

    /** Whether the error says that a table is not there. */
    boolean isTableMissing(SQLException error);

    /** Whether the connection is of no use after the error. */
    default boolean isConnectionLost(SQLException error) {
        String state = error.getSQLState();
        return state != null && state.startsWith("08");
    }

    /** Whether a commit that gave this warning or none may count as durable. */
    default boolean isDurable(Connection connection) throws SQLException {
        return true;
    }

    /** The first row of a query that has no parameters and so many columns, as texts. */
    static List<String> row(Connection connection, String sql, int columns) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            results.next();
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(results.getString(i));
            }
            return row;
        }
    }

    /** Runs one statement that has no parameters. */
    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
