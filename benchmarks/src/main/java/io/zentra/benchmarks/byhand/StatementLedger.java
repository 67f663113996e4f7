package io.zentra.benchmarks.byhand;

import io.zentra.benchmarks.workload.Transfer;
import io.zentra.core.storage.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** By hand with a statement a row, prepared once, written in JDBC batches: the way for databases in the process. */
public final class StatementLedger implements HandWritten {
    private static final long LINES = 1_024;

    private final Connection connection;
    private final Dialect dialect;
    private final Tenant tenant;
    private final Head head;
    private final EventText events;
    private final PreparedStatement used;
    private final PreparedStatement balance;
    private final PreparedStatement journal;
    private final PreparedStatement key;
    private final PreparedStatement entries;
    private final PreparedStatement marks;
    private final PreparedStatement update;

    /** A ledger over a connection, which it closes. */
    public StatementLedger(Connection connection, Dialect dialect, Tenant tenant) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.tenant = tenant;
        if (dialect == Dialect.SQLITE) {
            execute("pragma wal_autocheckpoint = 65536"); // as ours
        }
        head = new Head(connection, dialect, tenant);
        events = new EventText(tenant);
        used = prepare(
                "select seq from zentra_idempotency where tenant = ? and operation = 102 and idempotency_key = ?");
        balance =
                prepare("select account, debits, credits, pending_debits, pending_credits, version, entries, last_entry"
                        + " from zentra_balance where tenant = ? and account = ?");
        journal = prepare("insert into zentra_journal (tenant, seq, event, hash) values (?, ?, ?, ?)");
        key = prepare("insert into zentra_idempotency (tenant, operation, idempotency_key, seq, replays)"
                + " values (?, 102, ?, ?, 0)");
        entries =
                prepare("insert into zentra_entry (tenant, no, account, amount, balance, previous, version, latest_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?)");
        marks = prepare("insert into zentra_entry_mark (tenant, account, no, latest_at) values (?, ?, ?, ?)");
        update = prepare("update zentra_balance set debits = ?, credits = ?, version = ?, entries = ?, last_entry = ?"
                + " where tenant = ? and account = ?");
    }

    @Override
    public void post(List<Transfer> transfers) throws SQLException {
        String at = head.lock();
        Map<Long, Sums> sums = new HashMap<>();
        for (Transfer transfer : transfers) {
            requireUnused(transfer);
            add(transfer, at, sums(sums, transfer.debit()), sums(sums, transfer.credit()));
        }
        journal.executeBatch();
        key.executeBatch();
        entries.executeBatch();
        marks.executeBatch();
        for (Sums each : sums.values()) {
            addUpdate(each);
        }
        update.executeBatch();
        head.write();
        connection.commit();
        if (dialect == Dialect.H2) {
            execute("checkpoint sync"); // as ours
            connection.commit();
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                head;
                used;
                balance;
                journal;
                key;
                entries;
                marks;
                update) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void requireUnused(Transfer transfer) throws SQLException {
        used.setLong(1, tenant.no());
        used.setString(2, transfer.key());
        try (ResultSet results = used.executeQuery()) {
            if (results.next()) {
                throw new IllegalStateException("the key " + transfer.key() + " was used");
            }
        }
    }

    private Sums sums(Map<Long, Sums> sums, int account) throws SQLException {
        long no = tenant.accountNo(account);
        Sums known = sums.get(no);
        if (known == null) {
            balance.setLong(1, tenant.no());
            balance.setLong(2, no);
            try (ResultSet results = balance.executeQuery()) {
                results.next();
                known = new Sums(results);
            }
            sums.put(no, known);
        }
        return known;
    }

    private void add(Transfer transfer, String at, Sums debited, Sums credited) throws SQLException {
        long seq = head.next();
        long entryNo = seq * LINES;
        addEntry(0, entryNo, debited, transfer.minor());
        addEntry(8, entryNo + 1, credited, -transfer.minor());
        entries.addBatch();
        byte[] event = events.of(transfer, seq, at, debited, credited);
        journal.setLong(1, tenant.no());
        journal.setLong(2, seq);
        journal.setBytes(3, event);
        journal.setBytes(4, head.chain(event));
        journal.addBatch();
        key.setLong(1, tenant.no());
        key.setString(2, transfer.key());
        key.setLong(3, seq);
        key.addBatch();
    }

    private void addEntry(int offset, long no, Sums sums, long signedMinor) throws SQLException {
        long previous = sums.add(signedMinor, no);
        entries.setLong(offset + 1, tenant.no());
        entries.setLong(offset + 2, no);
        entries.setLong(offset + 3, sums.account);
        entries.setLong(offset + 4, signedMinor);
        entries.setLong(offset + 5, sums.net());
        entries.setLong(offset + 6, previous);
        entries.setLong(offset + 7, sums.version);
        entries.setLong(offset + 8, head.atMicros());
        if (sums.isMarked()) {
            marks.setLong(1, tenant.no());
            marks.setLong(2, sums.account);
            marks.setLong(3, no);
            marks.setLong(4, head.atMicros());
            marks.addBatch();
        }
    }

    private void addUpdate(Sums sums) throws SQLException {
        update.setLong(1, sums.debits);
        update.setLong(2, sums.credits);
        update.setLong(3, sums.version);
        update.setLong(4, sums.entries);
        update.setLong(5, sums.lastEntry);
        update.setLong(6, tenant.no());
        update.setLong(7, sums.account);
        update.addBatch();
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
