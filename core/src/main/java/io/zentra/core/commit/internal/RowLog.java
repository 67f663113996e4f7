package io.zentra.core.commit.internal;

import io.zentra.core.journal.HashChain;
import io.zentra.core.storage.Column;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowType.Logged;
import io.zentra.core.storage.internal.RowStore;
import io.zentra.core.storage.internal.RowStore.Owned;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The log of one type and tenant as a lane knows it: the last row of each key in it.
 *
 * <p>Once the head was moved by others, the log is read on from its last known row, under the head's lock. When that row is
 * gone, they have put the log into its table: then all that the log has was written since. Where the journal does not have
 * the event at which the log was known, the database was put back or another took its place: then nothing is known.
 *
 * @param <K> the key
 * @param <R> the row
 */
final class RowLog<K, R> {
    private static final String HASH = "select hash from zentra_journal where tenant = :tenant and seq = :seq";

    private final RowType<K, R> type;
    private final String select;
    private final IntSupplier max;
    private final Map<K, Entry<R>> rows = new HashMap<>();
    private long last;
    private int length;
    private boolean isCurrent;
    private long knownSeq;
    private byte[] knownHash = HashChain.genesis();

    /**
     * The last row of a key.
     *
     * @param isInTable whether the table has a row of the key; null when that is not known
     */
    private record Entry<R>(R row, @Nullable Boolean isInTable) {}

    /**
     * A row of a commit.
     *
     * @param row as it is logged
     * @param isStored whether a row of its key was stored before, in the log or in the table
     */
    record Change<R>(Logged<R> row, boolean isStored) {}

    RowLog(RowType<K, R> type, IntSupplier max) {
        this.type = type;
        this.max = max;
        this.select = "select "
                + type.log().columns().stream().map(Column::name).collect(Collectors.joining(", ")) + " from "
                + type.log().table() + " where tenant = :tenant and no >= :first order by no";
    }

    /** Others may have written since this event, after which the chain had this value. */
    void doubt(long seq, byte[] hash) {
        if (isCurrent) {
            isCurrent = false;
            knownSeq = seq;
            knownHash = hash;
        }
    }

    boolean isCurrent() {
        return isCurrent;
    }

    /** The number of its last row; 0 when it has none. */
    long last() {
        return last;
    }

    /** How many rows are in memory. */
    int size() {
        return rows.size();
    }

    /** The row of a key; null when the log has none, or is not current. */
    @Nullable
    R find(K key) {
        Entry<R> entry = isCurrent ? rows.get(key) : null;
        return entry == null ? null : entry.row();
    }

    /** Reads what is not known yet. */
    void load(RowStore store, int tenantNo) throws SQLException {
        if (last > 0 && !isHistory(store, tenantNo)) {
            begin();
        }
        List<Logged<R>> found =
                store.list(new Listing<>(select, Map.of("first", last), Integer.MAX_VALUE, type.log()::read), tenantNo);
        if (found.isEmpty() || found.get(0).no() != last) {
            begin();
        }
        for (Logged<R> logged : found) {
            if (logged.no() > last) {
                requireNext(logged);
                add(logged, null);
            }
        }
        isCurrent = true;
    }

    private boolean isHistory(RowStore store, int tenantNo) throws SQLException {
        List<byte[]> found = store.list(new Listing<>(HASH, Map.of("seq", knownSeq), 1, RowReader::bytes), tenantNo);
        return !found.isEmpty() && Arrays.equals(found.get(0), knownHash);
    }

    /** A fault of the database, for which a batch is split: only the commands that need this log fail. */
    private void requireNext(Logged<R> logged) throws SQLException {
        if (logged.previous() != last) {
            throw new SQLException("row " + logged.no() + " of " + type.log() + " goes on from " + logged.previous()
                    + ", not from " + last + ": run verify()");
        }
    }

    /** Whether it is to be put into the table once so many more rows were added. */
    boolean isFullWith(int more) {
        return length + more >= max.getAsInt();
    }

    /**
     * A row that was committed.
     *
     * @param isInTable whether the table has a row of its key, if the log had none; null when that is not known
     */
    void add(Logged<R> logged, @Nullable Boolean isInTable) {
        put(rows, logged.row(), isInTable);
        last = logged.no();
        length++;
    }

    private void put(Map<K, Entry<R>> into, R row, @Nullable Boolean isInTable) {
        K key = type.keyOf(row);
        Entry<R> before = into.get(key);
        into.put(key, new Entry<>(row, before == null ? isInTable : before.isInTable()));
    }

    /**
     * Puts the last row of each key into the table and empties the stored log; what is in memory stays until the commit.
     *
     * @param more the rows of this commit
     */
    void settle(RowStore store, TenantUnit head, List<Change<R>> more) throws SQLException {
        int tenantNo = head.tenant().no();
        Map<K, Entry<R>> all = new HashMap<>(rows);
        more.forEach(change -> put(all, change.row().row(), change.isStored()));
        Set<K> inTable = new HashSet<>();
        List<Owned<K>> unknown = new ArrayList<>();
        all.forEach((key, entry) -> {
            if (entry.isInTable() == null) {
                unknown.add(new Owned<>(tenantNo, key));
            } else if (entry.isInTable()) {
                inTable.add(key);
            }
        });
        if (!unknown.isEmpty()) {
            store.load(type, unknown, row -> inTable.add(type.keyOf(row.value())));
        }
        List<Owned<R>> inserted = new ArrayList<>();
        List<Owned<R>> updated = new ArrayList<>();
        List<K> keys = new ArrayList<>(all.keySet());
        keys.sort(Comparator.comparing(String::valueOf)); // neighbours in the table are written one after the other
        for (K key : keys) {
            Entry<R> entry = Objects.requireNonNull(all.get(key));
            (inTable.contains(key) ? updated : inserted).add(new Owned<>(tenantNo, entry.row()));
        }
        if (!inserted.isEmpty()) {
            store.insert(type, inserted);
        }
        if (!updated.isEmpty()) {
            store.update(type, updated);
        }
        store.endLog(type, tenantNo, head.seq(), head.hash());
    }

    /** It was put into the table; its rows go where they are told. */
    void settled(BiConsumer<K, R> to) {
        rows.forEach((key, entry) -> to.accept(key, entry.row()));
        begin();
    }

    private void begin() {
        rows.clear();
        last = 0;
        length = 0;
    }
}
