package io.zentra.benchmarks.byhand;

import io.zentra.core.storage.Dialect;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The head of the journal by hand: locked first, moved on in memory by each event, written last. */
final class Head implements AutoCloseable {
    private final PreparedStatement lock;
    private final PreparedStatement update;
    private final MessageDigest digest;
    private long seq;
    private byte[] hash = new byte[0];
    private Instant at = Instant.EPOCH;

    Head(Connection connection, Dialect dialect, Tenant tenant) throws SQLException {
        lock = connection.prepareStatement(
                dialect == Dialect.SQLITE
                        ? "update zentra_journal_head set seq = seq where tenant = ? returning seq, hash, at"
                        : "select seq, hash, at from zentra_journal_head where tenant = ? for update");
        lock.setLong(1, tenant.no());
        update = connection.prepareStatement(
                "update zentra_journal_head set seq = ?, hash = ?, at = ? where tenant = ?");
        update.setLong(4, tenant.no());
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /** Waits for the lock; answers the time of all events of the transaction. */
    String lock() throws SQLException {
        try (ResultSet head = lock.executeQuery()) {
            head.next();
            seq = head.getLong(1);
            hash = head.getBytes(2);
            Instant last = Instant.EPOCH.plus(head.getLong(3), ChronoUnit.MICROS);
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            at = now.isBefore(last) ? last : now;
            return at.toString();
        }
    }

    /** The sequence of the next event. */
    long next() {
        return ++seq;
    }

    /** The chain's value after an event. */
    byte[] chain(byte[] event) {
        digest.update((byte) 2);
        digest.update(hash);
        hash = digest.digest(event);
        return hash;
    }

    /** The time of all events of the transaction, in microseconds. */
    long atMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    void write() throws SQLException {
        update.setLong(1, seq);
        update.setBytes(2, hash);
        update.setLong(3, atMicros());
        update.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        lock.close();
        update.close();
    }
}
