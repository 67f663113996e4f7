package io.zentra.core.commit.internal;

import io.zentra.core.journal.HashChain;
import io.zentra.core.storage.RowType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a lane remembers of a tenant between commits: the journal head that it left and rows that it knows.
 *
 * <p>Why that is safe: every write to such rows records an event and moves the head under the head's lock. A head that is
 * found unmoved, sequence and hash, under that lock proves that nobody else wrote; otherwise the rows are forgotten.
 */
final class TenantState {
    private final int maxKeptRows;
    private final IntSupplier maxLoggedRows;
    private final Map<RowType<?, ?>, RowLog<?, ?>> logs = new HashMap<>();
    private final Map<RowType<?, ?>, Map<Object, Object>> kept = new HashMap<>();
    private int keptRows;
    private long seq;
    private byte[] hash = HashChain.genesis();
    private long atMicros;

    TenantState(int maxKeptRows, IntSupplier maxLoggedRows) {
        this.maxKeptRows = maxKeptRows;
        this.maxLoggedRows = maxLoggedRows;
    }

    /** Takes over the head found in the database; forgets the rows when it is not the head that was left. */
    void meet(long foundSeq, byte[] foundHash, long foundAtMicros) {
        if (foundSeq != seq || !Arrays.equals(foundHash, hash)) {
            forgetRows();
        }
        moved(foundSeq, foundHash, foundAtMicros);
    }

    /** The head after a commit. */
    void moved(long newSeq, byte[] newHash, long newAtMicros) {
        seq = newSeq;
        hash = newHash;
        atMicros = newAtMicros;
    }

    void forgetRows() {
        kept.clear();
        keptRows = 0;
        logs.values().forEach(log -> log.doubt(seq, hash));
    }

    /** The log of a type whose changes are logged. */
    @SuppressWarnings("unchecked") // filed by type
    <K, R> RowLog<K, R> log(RowType<K, R> type) {
        return (RowLog<K, R>) logs.computeIfAbsent(type, logged -> new RowLog<>(type, maxLoggedRows));
    }

    @Nullable
    Object row(RowType<?, ?> type, Object key) {
        Map<Object, Object> rows = kept.get(type);
        return rows == null ? null : rows.get(key);
    }

    void keep(RowType<?, ?> type, Object key, @Nullable Object row) {
        Map<Object, Object> rows = kept.computeIfAbsent(type, t -> new LinkedHashMap<>(64, 0.75f, true));
        Object before = row == null ? rows.remove(key) : rows.put(key, row);
        keptRows += weight(type, row) - weight(type, before);
    }

    @SuppressWarnings("unchecked") // filed by type
    private static <R> int weight(RowType<?, R> type, @Nullable Object row) {
        return row == null ? 0 : type.weight((R) row);
    }

    /** Drops the rows used longest ago until the limit holds. */
    void trim() {
        kept.forEach((type, rows) -> {
            Iterator<Object> oldest = rows.values().iterator();
            while (keptRows > maxKeptRows && oldest.hasNext()) {
                keptRows -= weight(type, oldest.next());
                oldest.remove();
            }
        });
    }

    int size() {
        return keptRows + logs.values().stream().mapToInt(RowLog::size).sum();
    }

    long seq() {
        return seq;
    }

    byte[] hash() {
        return hash;
    }

    long atMicros() {
        return atMicros;
    }
}
