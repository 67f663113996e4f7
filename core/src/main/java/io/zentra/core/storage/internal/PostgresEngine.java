package io.zentra.core.storage.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** PostgreSQL and what speaks its protocol: READ COMMITTED and the row lock of the journal head, nothing more. */
final class PostgresEngine implements Engine {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", LOCK_NOT_AVAILABLE);
    /** Longer than a lane of another node usually takes; a lane tries again, so that its other tenants need not wait. */
    private static final int LOCK_TIMEOUT_MS = 100;
    /** Longer than any lock is waited for; a server that is silent for so long is gone. */
    private static final int NETWORK_TIMEOUT_MS = 60_000;
    /**
     * Plans that a lane's statements must not get: each names its rows by their keys, but one that was first planned when
     * its table was small would keep a scan while the table grows.
     */
    private static final List<String> SCANS = List.of("enable_seqscan", "enable_hashjoin", "enable_mergejoin");
    /** What a lane changes of a connection's settings. */
    private static final List<String> CHANGED = Stream.concat(
                    Stream.of("lock_timeout", "synchronous_commit"), SCANS.stream())
            .toList();

    @Override
    public Map<String, String> words() {
        return Map.of(
                "integer", "bigint",
                "text", "text collate \"C\"",
                "bytes", "bytea",
                "clustered", "",
                "appended", "",
                "updated", "with (fillfactor = 60)",
                "zero_hash", "'\\x" + "00".repeat(32) + "'");
    }

    @Override
    public String lockHead() {
        return "select seq, hash, at from zentra_journal_head where tenant = ? for update";
    }

    @Override
    public String lockHeadAtOnce() {
        return lockHead() + " nowait";
    }

    @Override
    public int snapshotIsolation() {
        return Connection.TRANSACTION_REPEATABLE_READ;
    }

    @Override
    public RowStore rows(Connection connection) {
        return new ArrayRowStore(connection);
    }

    @Override
    public Restoring prepareWriter(Connection connection) throws SQLException {
        Restoring restoring = restoring(connection);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MS);
        Engine.run(connection, "set lock_timeout = " + LOCK_TIMEOUT_MS);
        for (String scan : SCANS) {
            Engine.run(connection, "set " + scan + " = off");
        }
        Engine.run(
                connection,
                "select set_config('synchronous_commit', 'on', false)"
                        + " where current_setting('synchronous_commit') = 'off'");
        return restoring;
    }

    /** The way back to what the connection has now, which need not be what the server gives to new ones. */
    private static Restoring restoring(Connection connection) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        int networkTimeout = connection.getNetworkTimeout();
        String read = CHANGED.stream()
                .map(name -> "current_setting('" + name + "')")
                .collect(Collectors.joining(", ", "select ", ""));
        String write = CHANGED.stream()
                .map(name -> "set_config('" + name + "', ?, false)")
                .collect(Collectors.joining(", ", "select ", ""));
        List<String> values = Engine.row(connection, read, CHANGED.size());
        return () -> {
            try (PreparedStatement settings = connection.prepareStatement(write)) {
                for (int i = 0; i < values.size(); i++) {
                    settings.setString(i + 1, values.get(i));
                }
                settings.execute();
            }
            connection.setTransactionIsolation(isolation);
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
        };
    }

    /** Serialization failure, deadlock and a lock not had in time, from any statement and from COMMIT too. */
    @Override
    public boolean isTransient(SQLException error) {
        return TRANSIENT.contains(String.valueOf(error.getSQLState()));
    }

    @Override
    public boolean isTableMissing(SQLException error) {
        return UNDEFINED_TABLE.equals(error.getSQLState());
    }

    @Override
    public boolean isHeld(SQLException error) {
        return LOCK_NOT_AVAILABLE.equals(error.getSQLState());
    }

    /** Also the server's own ends (57P01 to 57P03), and a writer that became a standby under its connections (25006). */
    @Override
    public boolean isConnectionLost(SQLException error) {
        String state = error.getSQLState();
        return Engine.super.isConnectionLost(error)
                || (state != null && (state.startsWith("57P") || state.equals("25006")));
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
