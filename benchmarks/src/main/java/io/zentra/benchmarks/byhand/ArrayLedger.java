package io.zentra.benchmarks.byhand;

import io.zentra.benchmarks.workload.Transfer;
import io.zentra.core.storage.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** By hand with one statement a table, its columns as arrays: the way for PostgreSQL, where round trips cost. */
public final class ArrayLedger implements HandWritten {
    private static final long LINES = 1_024;

    private final Connection connection;
    private final Tenant tenant;
    private final Head head;
    private final EventText events;
    private final PreparedStatement used;
    private final PreparedStatement balances;
    private final PreparedStatement journal;
    private final PreparedStatement keys;
    private final PreparedStatement entries;
    private final PreparedStatement marks;
    private final PreparedStatement update;

    /** A ledger over a connection, which it closes. */
    public ArrayLedger(Connection connection, Tenant tenant) throws SQLException {
        this.connection = connection;
        this.tenant = tenant;
        head = new Head(connection, Dialect.POSTGRES, tenant);
        events = new EventText(tenant);
        used = prepare("select u.key from unnest(?) as u(key) cross join lateral (select 1 from zentra_idempotency i"
                + " where i.tenant = ? and i.operation = 102 and i.idempotency_key = u.key limit 1) i"); // no scan
        balances =
                prepare("select account, debits, credits, pending_debits, pending_credits, version, entries, last_entry"
                        + " from zentra_balance where tenant = ? and account = any (?)");
        journal = prepare("insert into zentra_journal (tenant, seq, event, hash)"
                + " select ?, u.seq, u.event, u.hash from unnest(?, ?, ?) as u(seq, event, hash)");
        keys = prepare("insert into zentra_idempotency (tenant, operation, idempotency_key, seq, replays)"
                + " select ?, 102, u.key, u.seq, 0 from unnest(?, ?) as u(key, seq)");
        entries = prepare(
                "insert into zentra_entry (tenant, no, account, amount, balance, previous, version, latest_at)"
                        + " select ?, u.no, u.account, u.amount, u.balance, u.previous, u.version, u.latest_at"
                        + " from unnest(?, ?, ?, ?, ?, ?, ?) as u(no, account, amount, balance, previous, version, latest_at)");
        marks = prepare("insert into zentra_entry_mark (tenant, account, no, latest_at)"
                + " select ?, u.account, u.no, u.latest_at from unnest(?, ?, ?) as u(account, no, latest_at)");
        update = prepare("update zentra_balance b"
                + " set debits = u.debits, credits = u.credits, version = u.version, entries = u.entries,"
                + " last_entry = u.last_entry"
                + " from unnest(?, ?, ?, ?, ?, ?) as u(account, debits, credits, version, entries, last_entry)"
                + " where b.tenant = ? and b.account = u.account");
    }

    @Override
    public void post(List<Transfer> transfers) throws SQLException {
        String at = head.lock();
        requireUnused(transfers);
        Map<Long, Sums> sums = load(transfers);
        int count = transfers.size();
        long[] seqs = new long[count];
        byte[][] bodies = new byte[count][];
        byte[][] hashes = new byte[count][];
        long[][] lines = new long[7][2 * count];
        List<long[]> marked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Transfer transfer = transfers.get(i);
            Sums debited = Objects.requireNonNull(sums.get(tenant.accountNo(transfer.debit())));
            Sums credited = Objects.requireNonNull(sums.get(tenant.accountNo(transfer.credit())));
            seqs[i] = head.next();
            line(lines, 2 * i, seqs[i] * LINES, debited, transfer.minor(), marked);
            line(lines, 2 * i + 1, seqs[i] * LINES + 1, credited, -transfer.minor(), marked);
            bodies[i] = events.of(transfer, seqs[i], at, debited, credited);
            hashes[i] = head.chain(bodies[i]);
        }
        insert(journal, seqs, bodies, hashes);
        insert(keys, keys(transfers), seqs);
        Arrays.fill(lines[6], head.atMicros());
        insert(entries, lines[0], lines[1], lines[2], lines[3], lines[4], lines[5], lines[6]);
        insertMarks(marked);
        update(sums);
        head.write();
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                head;
                used;
                balances;
                journal;
                keys;
                entries;
                marks;
                update) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void requireUnused(List<Transfer> transfers) throws SQLException {
        used.setObject(1, keys(transfers));
        used.setLong(2, tenant.no());
        try (ResultSet results = used.executeQuery()) {
            if (results.next()) {
                throw new IllegalStateException("the key " + results.getString(1) + " was used");
            }
        }
    }

    private Map<Long, Sums> load(List<Transfer> transfers) throws SQLException {
        long[] accounts = transfers.stream()
                .flatMapToInt(transfer -> IntStream.of(transfer.debit(), transfer.credit()))
                .mapToLong(tenant::accountNo)
                .distinct()
                .toArray();
        balances.setLong(1, tenant.no());
        balances.setObject(2, accounts);
        Map<Long, Sums> sums = new HashMap<>();
        try (ResultSet results = balances.executeQuery()) {
            while (results.next()) {
                Sums each = new Sums(results);
                sums.put(each.account, each);
            }
        }
        return sums;
    }

    private static void line(long[][] lines, int i, long no, Sums sums, long signedMinor, List<long[]> marked) {
        long previous = sums.add(signedMinor, no);
        lines[0][i] = no;
        lines[1][i] = sums.account;
        lines[2][i] = signedMinor;
        lines[3][i] = sums.net();
        lines[4][i] = previous;
        lines[5][i] = sums.version;
        if (sums.isMarked()) {
            marked.add(new long[] {sums.account, no});
        }
    }

    private void insertMarks(List<long[]> marked) throws SQLException {
        if (!marked.isEmpty()) {
            long[] times = new long[marked.size()];
            Arrays.fill(times, head.atMicros());
            insert(
                    marks,
                    marked.stream().mapToLong(mark -> mark[0]).toArray(),
                    marked.stream().mapToLong(mark -> mark[1]).toArray(),
                    times);
        }
    }

    private void insert(PreparedStatement statement, Object... columns) throws SQLException {
        statement.setLong(1, tenant.no());
        for (int i = 0; i < columns.length; i++) {
            statement.setObject(i + 2, columns[i]);
        }
        statement.executeUpdate();
    }

    private void update(Map<Long, Sums> sums) throws SQLException {
        long[][] columns = new long[6][sums.size()];
        int i = 0;
        for (Sums each : sums.values()) {
            columns[0][i] = each.account;
            columns[1][i] = each.debits;
            columns[2][i] = each.credits;
            columns[3][i] = each.version;
            columns[4][i] = each.entries;
            columns[5][i++] = each.lastEntry;
        }
        for (int column = 0; column < columns.length; column++) {
            update.setObject(column + 1, columns[column]);
        }
        update.setLong(7, tenant.no());
        update.executeUpdate();
    }

    private static String[] keys(List<Transfer> transfers) {
        return transfers.stream().map(Transfer::key).toArray(String[]::new);
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }
}
