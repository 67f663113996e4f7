package io.zentra.core.storage.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Map;

/** PostgreSQL and what speaks its protocol: READ COMMITTED and the row lock of the journal head, nothing more. */
final class PostgresEngine implements Engine {
    @Override
    public Map<String, String> words() {
        return Map.of(
                "integer", "bigint",
                "text", "text collate \"C\"",
                "bytes", "bytea",
                "clustered", "",
                "updated", "with (fillfactor = 60)",
                "zero_hash", "'\\x" + "00".repeat(32) + "'");
    }

    @Override
    public String lockHead() {
        return "select seq, hash, at from zentra_journal_head where tenant = ? for update";
    }

    @Override
    public RowStore rows(Connection connection) {
        return new ArrayRowStore(connection);
    }

    @Override
    public void prepareWriter(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    /** Serialization failure and deadlock, from any statement and from COMMIT too. */
    @Override
    public boolean isTransient(SQLException error) {
        return "40001".equals(error.getSQLState()) || "40P01".equals(error.getSQLState());
    }

    /** Also the server's own ends: 57P01 to 57P03 (shutdown, crash, cannot connect now). */
    @Override
    public boolean isConnectionLost(SQLException error) {
        String state = error.getSQLState();
        return Engine.super.isConnectionLost(error) || (state != null && state.startsWith("57P"));
    }

    /**
     * A cancelled wait for a synchronous standby answers the commit with success and a warning that the transaction
     * might not have been replicated: such a commit is local, so its outcome after a failover is unknown.
     */
    @Override
    public boolean isDurable(Connection connection) throws SQLException {
        for (SQLWarning warning = connection.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            if (warning.getSQLState() != null && !warning.getSQLState().startsWith("00")) {
                connection.clearWarnings();
                return false;
            }
        }
        return true;
    }
}
