package io.zentra.core.storage.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** SQLite: one writer at a time; the first statement of a write takes the lock, so no snapshot can be stale. */
final class SqliteEngine implements Engine {
    private static final int BUSY = 5;
    private static final int LOCKED = 6;

    @Override
    public Map<String, String> words() {
        return Map.of(
                "integer", "integer",
                "text", "text",
                "bytes", "blob",
                "clustered", "strict, without rowid",
                "appended", "strict",
                "updated", "",
                "zero_hash", "x'" + "00".repeat(32) + "'");
    }

    @Override
    public String lockHead() {
        return "update zentra_journal_head set seq = seq where tenant = ? returning seq, hash, at";
    }

    @Override
    public int snapshotIsolation() {
        return Connection.TRANSACTION_SERIALIZABLE;
    }

    @Override
    public RowStore rows(Connection connection) {
        return new StatementRowStore(connection);
    }

    @Override
    public Restoring prepareWriter(Connection connection) throws SQLException {
        String synchronous = Engine.row(connection, "pragma synchronous", 1).get(0);
        String checkpoint =
                Engine.row(connection, "pragma wal_autocheckpoint", 1).get(0);
        Engine.run(connection, "pragma synchronous = full"); // a host's source may be laxer
        Engine.run(connection, "pragma wal_autocheckpoint = " + SqliteSources.checkpointPages());
        return () -> {
            Engine.run(connection, "pragma synchronous = " + synchronous);
            Engine.run(connection, "pragma wal_autocheckpoint = " + checkpoint);
        };
    }

    @Override
    public boolean isTransient(SQLException error) {
        int primary = error.getErrorCode() & 0xff;
        return primary == BUSY || primary == LOCKED;
    }

    /** It has one code for all that is wrong with a statement. */
    @Override
    public boolean isTableMissing(SQLException error) {
        return String.valueOf(error.getMessage()).contains("no such table");
    }
}
