package io.zentra.core.storage.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** H2: for tests and demos. A commit is on the disk only after a checkpoint, so every commit is followed by one. */
final class H2Engine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(H2Engine.class);
    private static final Pattern MAKES = Pattern.compile("^create (table|index|unique index) ");
    /** H2's own level: its REPEATABLE READ may see rows that were inserted meanwhile. */
    private static final int SNAPSHOT = 6;

    private static final int DEADLOCK = 40001;

    /** Where others have its name in other letters or there are none at all, the code is another one. */
    private static final Set<Integer> TABLE_MISSING = Set.of(42102, 42103, 42104);

    private static final int LOCK_TIMEOUT = 50200;
    private static final int CONCURRENT_UPDATE = 90131;
    /** As on PostgreSQL. */
    private static final int LOCK_TIMEOUT_MS = 100;

    private static final String REUSES_SPACE = "select count(*) from information_schema.settings"
            + " where setting_name = 'REUSE_SPACE' and lower(setting_value) = 'true' and database_path() is not null";

    private static final Set<Integer> LOST = Set.of(90007, 90067, 90098, 90121);

    @Override
    public Map<String, String> words() {
        return Map.of(
                "integer", "bigint",
                "text", "varchar",
                "bytes", "varbinary",
                "clustered", "",
                "appended", "",
                "updated", "",
                "zero_hash", "x'" + "00".repeat(32) + "'");
    }

    @Override
    public String repeatable(String statement) {
        return MAKES.matcher(statement)
                .replaceFirst("create $1 if not exists ")
                .replaceFirst("^insert into ", "merge into ");
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
        return SNAPSHOT;
    }

    @Override
    public RowStore rows(Connection connection) {
        return new StatementRowStore(connection);
    }

    @Override
    public Restoring prepareWriter(Connection connection) throws SQLException {
        String lockTimeout = Engine.row(connection, "call lock_timeout()", 1).get(0);
        Engine.run(connection, "set lock_timeout " + LOCK_TIMEOUT_MS);
        Engine.run(connection, "set write_delay 0"); // no thread of H2's writes beside us: see decision 0007
        if (Engine.row(connection, REUSES_SPACE, 1).get(0).equals("1")) {
            LOG.warn("this H2 file may lose commits when the process is killed: add ;REUSE_SPACE=FALSE to its address");
        }
        return () -> Engine.run(connection, "set lock_timeout " + lockTimeout);
    }

    @Override
    public void afterCommit(Connection connection) throws SQLException {
        Engine.run(connection, "checkpoint sync");
        connection.commit();
    }

    @Override
    public boolean isTransient(SQLException error) {
        return error.getErrorCode() == DEADLOCK
                || error.getErrorCode() == LOCK_TIMEOUT
                || error.getErrorCode() == CONCURRENT_UPDATE;
    }

    @Override
    public boolean isTableMissing(SQLException error) {
        return TABLE_MISSING.contains(error.getErrorCode());
    }

    @Override
    public boolean isHeld(SQLException error) {
        return error.getErrorCode() == LOCK_TIMEOUT;
    }

    @Override
    public boolean isConnectionLost(SQLException error) {
        return LOST.contains(error.getErrorCode()) || Engine.super.isConnectionLost(error);
    }
}
