package io.zentra.core.commit.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.HashChain;
import io.zentra.core.storage.internal.Engine;
import io.zentra.core.storage.internal.StatementCache;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** The journal heads over one connection: locks them, moves them, opens new ones. Not thread-safe. */
final class Heads implements AutoCloseable {
    private final Engine engine;
    private final StatementCache statements;

    Heads(Connection connection, Engine engine) {
        this.engine = engine;
        this.statements = new StatementCache(connection);
    }

    /** A head as it was found. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Head(long seq, byte[] hash, long atMicros) {}

    /**
     * Waits for a tenant's write lock, as long as the connection lets it, and reads its head.
     *
     * @throws HeldHeadException when another transaction has the lock for longer
     */
    Head lock(Tenant tenant) throws SQLException {
        return lock(tenant, engine.lockHead());
    }

    /** The same without waiting, where the database knows how. */
    Head lockAtOnce(Tenant tenant) throws SQLException {
        return lock(tenant, engine.lockHeadAtOnce());
    }

    private Head lock(Tenant tenant, String sql) throws SQLException {
        PreparedStatement lock = statements.get(sql);
        lock.setLong(1, tenant.no());
        try (ResultSet head = lock.executeQuery()) {
            if (!head.next()) {
                throw ZentraException.of(
                        ErrorCode.JOURNAL_DAMAGED,
                        "the journal head of tenant " + tenant.id() + " is missing",
                        Map.of("tenant", tenant.id().value()));
            }
            return new Head(head.getLong(1), head.getBytes(2), head.getLong(3));
        } catch (SQLException error) {
            throw engine.isHeld(error) ? new HeldHeadException(tenant, error) : error;
        }
    }

    /** Moves a locked head to the last event of a unit. */
    void move(TenantUnit unit) throws SQLException {
        PreparedStatement update =
                statements.get("update zentra_journal_head set seq = ?, hash = ?, at = ? where tenant = ?");
        update.setLong(1, unit.seq());
        update.setBytes(2, unit.hash());
        update.setLong(3, unit.nowMicros());
        update.setLong(4, unit.tenant().no());
        if (update.executeUpdate() != 1) {
            throw new SQLException("the journal head vanished under its lock");
        }
    }

    /** Begins the journal of a new tenant. */
    void open(int tenantNo) throws SQLException {
        PreparedStatement insert =
                statements.get("insert into zentra_journal_head (tenant, seq, hash, at) values (?, 0, ?, 0)");
        insert.setLong(1, tenantNo);
        insert.setBytes(2, HashChain.genesis());
        insert.executeUpdate();
    }

    /** The chain's value after an event as it is stored; empty when it is not. */
    byte[] storedHash(int tenantNo, long seq) throws SQLException {
        PreparedStatement select = statements.get("select hash from zentra_journal where tenant = ? and seq = ?");
        select.setLong(1, tenantNo);
        select.setLong(2, seq);
        try (ResultSet results = select.executeQuery()) {
            return results.next() ? results.getBytes(1) : new byte[0];
        }
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }
}
