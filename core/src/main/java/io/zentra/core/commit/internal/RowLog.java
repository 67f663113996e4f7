package io.zentra.core.commit.internal;

import io.zentra.core.storage.Column;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowType.Logged;
import io.zentra.core.storage.internal.RowStore;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The log of one type and tenant as a lane knows it: the last row of each key in it.
 *
 * <p>Once the head was moved by others, the log is read on from its last known row, under the head's lock. When that row is
 * gone, they have put the log into its table: then all that the log has was written since.
 *
 * @param <K> the key
 * @param <R> the row
 */
final class RowLog<K, R> {
    private final RowType<K, R> type;
    private final String select;
    private final int max;
    private final Map<K, R> rows = new HashMap<>();
    private long last;
    private int length;
    private boolean isCurrent;

    RowLog(RowType<K, R> type, int max) {
        this.type = type;
        this.max = max;
        this.select = "select "
                + type.log().columns().stream().map(Column::name).collect(Collectors.joining(", ")) + " from "
                + type.log().table() + " where tenant = :tenant and no >= :first order by no";
    }

    /** Others may have written. */
    void doubt() {
        isCurrent = false;
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
        return isCurrent ? rows.get(key) : null;
    }

    /** Reads what is not known yet. */
    void load(RowStore store, int tenantNo) throws SQLException {
        List<Logged<R>> found =
                store.list(new Listing<>(select, Map.of("first", last), Integer.MAX_VALUE, type.log()::read), tenantNo);
        if (found.isEmpty() || found.get(0).no() != last) {
            begin();
        }
        for (Logged<R> logged : found) {
            if (logged.no() > last) {
                add(logged);
            }
        }
        isCurrent = true;
    }

    /** Whether it is to be put into the table once so many more rows were added. */
    boolean isFullWith(int more) {
        return length + more >= max;
    }

    /** A row that was committed. */
    void add(Logged<R> logged) {
        rows.put(type.keyOf(logged.row()), logged.row());
        last = logged.no();
        length++;
    }

    /** It was put into the table; its rows go where they are told. */
    void settled(BiConsumer<K, R> to) {
        rows.forEach(to);
        begin();
    }

    private void begin() {
        rows.clear();
        last = 0;
        length = 0;
    }
}
