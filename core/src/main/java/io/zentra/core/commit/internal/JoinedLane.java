package io.zentra.core.commit.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.Tenant;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.internal.Engine;
import io.zentra.core.storage.internal.RowStore;
import io.zentra.core.storage.internal.UncheckedSqlException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands, one at a time, inside the transaction of a connection that the host owns: never commits, never rolls
 * back, never tries again, keeps nothing in memory. Keys are looked up under the head's lock, so no constraint error can
 * doom the host's transaction. The lock is held until the host ends its transaction.
 */
public final class JoinedLane {
    /** The number of the registry of tenants, which is in every database. */
    private static final int REGISTRY = 0;

    private static final String TENANT = "select id from zentra_tenant where tenant = ? and no = ?";

    private final Connection connection;
    private final Engine engine;
    private final List<RowType<?, ?>> writeOrder;
    private final int maxLoggedRows;
    private final InstantSource clock;
    private final RandomSource random;
    private int foundTenant = REGISTRY; // which needs no looking for

    /** Joins a connection. */
    public JoinedLane(
            Connection connection,
            Engine engine,
            List<RowType<?, ?>> writeOrder,
            int maxLoggedRows,
            InstantSource clock,
            RandomSource random) {
        this.connection = connection;
        this.engine = engine;
        this.writeOrder = writeOrder;
        this.maxLoggedRows = maxLoggedRows;
        this.clock = clock;
        this.random = random;
    }

    /** Runs a command to its answer. */
    public void run(Pending<?> pending) {
        requireTransaction();
        Batch batch = new Batch(writeOrder, random, List.of(pending));
        try {
            runWhole(batch, pending.access().tenant());
        } catch (ZentraException e) {
            throw e.code() == ErrorCode.JOURNAL_DAMAGED
                            && isElsewhere(pending.access().tenant())
                    ? elsewhere(e)
                    : e;
        } catch (UncheckedSqlException e) {
            throw failed(e.sqlException());
        } catch (SQLException e) {
            throw failed(e);
        }
        if (!batch.deferred().isEmpty()) { // there is no later batch, and its caller must not wait for one
            throw Batch.namesTooLittle(pending, null);
        }
        batch.complete();
    }

    /** A host that commits although it was told of a failure must not commit a part of the batch. */
    private void runWhole(Batch batch, Tenant tenant) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            try (RowStore store = engine.rows(connection);
                    Heads heads = new Heads(connection, engine)) {
                batch.run(heads, store, clock, no -> new TenantState(0, () -> maxLoggedRows));
            }
            requireItsTenant(tenant);
            connection.releaseSavepoint(before);
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(before, failure);
            throw failure;
        }
    }

    /**
     * In another database the tenant's number may be another tenant's, and its books. It is looked up once the head is locked,
     * because what SQLite has read before it writes must be the newest.
     */
    private void requireItsTenant(Tenant tenant) throws SQLException {
        if (tenant.no() != foundTenant) {
            if (!hasTenant(tenant)) {
                throw elsewhere(null);
            }
            foundTenant = tenant.no();
        }
    }

    private boolean hasTenant(Tenant tenant) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TENANT)) {
            select.setLong(1, REGISTRY);
            select.setLong(2, tenant.no());
            try (ResultSet results = select.executeQuery()) {
                return results.next() && results.getString(1).equals(tenant.id().value());
            }
        }
    }

    /** A tenant without a journal is one that is not there, or its database is damaged. */
    private boolean isElsewhere(Tenant tenant) {
        try {
            return tenant.no() != REGISTRY && !hasTenant(tenant);
        } catch (SQLException e) {
            return false; // then what failed first is told
        }
    }

    /** What failed first is told, whatever fails after it. */
    private void rollBack(Savepoint before, Throwable failure) {
        try {
            connection.rollback(before);
        } catch (SQLException | RuntimeException | Error again) {
            failure.addSuppressed(again);
        }
    }

    private void requireTransaction() {
        boolean autoCommit;
        try {
            autoCommit = connection.getAutoCommit();
        } catch (SQLException e) {
            throw failed(e);
        }
        if (autoCommit) {
            throw ZentraException.of(
                    ErrorCode.CONNECTION_UNFIT,
                    "the joined connection is in auto-commit mode: call setAutoCommit(false) and commit it yourself");
        }
    }

    private ZentraException failed(SQLException error) {
        return engine.isTableMissing(error)
                ? elsewhere(error)
                : ZentraException.of(
                        ErrorCode.STORAGE_FAILED,
                        "the joined transaction failed: roll it back, then try again, with the same key if it has one",
                        error);
    }

    private static ZentraException elsewhere(@Nullable Exception error) {
        return ZentraException.of(
                ErrorCode.CONNECTION_UNFIT,
                "the joined connection leads to another database or schema, so nothing changed: give one of that which the"
                        + " runtime was opened over",
                error);
    }
}
