package io.zentra.core.commit.internal;

import io.zentra.core.commit.internal.RowLog.Change;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowType.Logged;
import io.zentra.core.storage.internal.RowStore;
import io.zentra.core.storage.internal.RowStore.Owned;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one type and tenant in one batch: an identity map with the changes to write.
 *
 * @param <K> the key
 * @param <R> the row
 */
final class Rows<K, R> {
    private final RowType<K, R> type;
    private final int tenantNo;
    private final TenantState state;
    private final Map<K, Slot<K, R>> slots = new HashMap<>();
    private final Set<K> missing = new LinkedHashSet<>();
    private final List<Slot<K, R>> dirty = new ArrayList<>();
    private final List<R> appended = new ArrayList<>();
    private final @Nullable RowLog<K, R> log;
    private List<Change<R>> logged = List.of();
    private boolean settles;

    /** A row as stored and as it is now. */
    static final class Slot<K, R> {
        private final K key;
        private final @Nullable R stored;
        private final boolean kept;
        private @Nullable R current;
        private boolean dirty;

        Slot(K key, @Nullable R stored, boolean kept) {
            this.key = key;
            this.stored = stored;
            this.kept = kept;
            this.current = stored;
        }

        @Nullable
        R current() {
            return current;
        }

        boolean isChanged() {
            return current != stored;
        }
    }

    Rows(RowType<K, R> type, int tenantNo, TenantState state) {
        this.type = type;
        this.tenantNo = tenantNo;
        this.state = state;
        this.log = type.isLogged() ? state.log(type) : null;
    }

    /** The slot of a row that is loaded or kept; null when it would have to be loaded. */
    @SuppressWarnings("unchecked") // kept rows are filed by their type
    @Nullable
    Slot<K, R> slot(K key) {
        Slot<K, R> slot = slots.get(key);
        if (slot == null && type.keptInMemory()) {
            R kept = log == null ? null : log.find(key);
            if (kept == null) {
                kept = (R) state.row(type, Objects.requireNonNull(key));
            }
            if (kept != null) {
                slot = new Slot<>(key, kept, true);
                slots.put(key, slot);
            }
        }
        return slot;
    }

    /** The current row; the slot must be there. */
    @Nullable
    R current(K key) {
        Slot<K, R> slot = slot(key);
        return slot == null ? justAppended(key) : slot.current;
    }

    /** From the end: what is asked for was appended by one of the last commands. */
    private R justAppended(K key) {
        for (int i = appended.size() - 1; i >= 0; i--) {
            if (Objects.equals(type.keyOf(appended.get(i)), key)) {
                return appended.get(i);
            }
        }
        throw new NotNamedException(type + " " + key);
    }

    void miss(K key) {
        missing.add(key);
    }

    /** Adds what is to be loaded from the table. */
    void collectMissing(RowStore store, List<Owned<K>> into) throws SQLException {
        if (log != null && !missing.isEmpty() && !log.isCurrent()) {
            log.load(store, tenantNo);
            missing.removeIf(key -> slot(key) != null);
        }
        for (K key : missing) {
            into.add(new Owned<>(tenantNo, key));
        }
    }

    void loaded(R row) {
        K key = type.keyOf(row);
        slots.put(key, new Slot<>(key, row, false));
    }

    /** What was missing and not found does not exist. */
    void endLoad() {
        for (K key : missing) {
            slots.computeIfAbsent(key, absent -> new Slot<>(absent, null, false));
        }
        missing.clear();
    }

    /** Changes a row and returns the way back. */
    Runnable change(K key, @Nullable R row) {
        if (log != null && row == null) {
            throw new IllegalStateException("a row of " + type + " is logged, and so never deleted");
        }
        Slot<K, R> slot = slot(key);
        if (slot == null) {
            throw new NotNamedException(type + " " + key);
        }
        R before = slot.current;
        slot.current = row;
        if (!slot.dirty) {
            slot.dirty = true;
            dirty.add(slot);
        }
        return () -> slot.current = before;
    }

    /** Adds a row that cannot be stored yet and returns the way back. */
    Runnable insert(R row) {
        requireNotLogged();
        K key = type.keyOf(row);
        Slot<K, R> slot = new Slot<>(key, null, false);
        if (slots.putIfAbsent(key, slot) != null) {
            throw new IllegalStateException(type + " " + key + " was made twice");
        }
        slot.current = row;
        slot.dirty = true;
        dirty.add(slot);
        return () -> {
            slot.current = null;
            slots.remove(key);
        };
    }

    Runnable append(R row) {
        requireNotLogged();
        appended.add(row);
        return () -> appended.remove(appended.size() - 1);
    }

    private void requireNotLogged() {
        if (log != null) {
            throw new IllegalStateException("a row of " + type + " is logged: name it and put it");
        }
    }

    List<R> appended() {
        return appended;
    }

    boolean isChanged() {
        return !appended.isEmpty() || dirty.stream().anyMatch(Slot::isChanged);
    }

    /** Adds what is to be written at this head. */
    void collectChanges(Changes<K, R> into, TenantUnit head) {
        if (log == null) {
            for (Slot<K, R> slot : dirty) {
                if (slot.isChanged()) {
                    into.add(tenantNo, slot.key, slot.stored, slot.current);
                }
            }
        } else {
            logged = toLog(head.seq() * RowType.LOGGED_A_COMMIT, log.last());
            settles = !logged.isEmpty() && log.isFullWith(logged.size());
            logged.forEach(change -> into.logged.add(new Owned<>(tenantNo, change.row())));
            if (settles) {
                into.settling.add(store -> log.settle(store, head, logged));
            }
        }
        for (R row : appended) {
            into.inserted.add(new Owned<>(tenantNo, row));
        }
    }

    /** In the order of their keys as text, so that a verification knows the place of each. */
    private List<Change<R>> toLog(long first, long last) {
        List<Slot<K, R>> changed = new ArrayList<>(dirty);
        changed.removeIf(slot -> !slot.isChanged());
        changed.sort(Comparator.comparing(slot -> String.valueOf(slot.key)));
        if (changed.size() > RowType.LOGGED_A_COMMIT) {
            throw new IllegalStateException("a commit changes " + changed.size() + " rows of " + type);
        }
        List<Change<R>> rows = new ArrayList<>(changed.size());
        for (Slot<K, R> slot : changed) {
            R row = Objects.requireNonNull(slot.current, "a row that is logged is not deleted");
            long no = first + rows.size();
            rows.add(new Change<>(new Logged<>(no, rows.isEmpty() ? last : no - 1, row), slot.stored != null));
        }
        return rows;
    }

    /** After the commit: rows stay in memory, those that were there already only when they changed. */
    void keep() {
        if (!type.keptInMemory()) {
            return;
        }
        for (Slot<K, R> slot : slots.values()) {
            if (log == null ? slot.isChanged() || !slot.kept : !slot.isChanged() && !slot.kept) {
                state.keep(type, Objects.requireNonNull(slot.key), slot.current);
            }
        }
        if (log != null) {
            logged.forEach(change -> log.add(change.row(), change.isStored()));
            if (settles) {
                log.settled((key, row) -> state.keep(type, Objects.requireNonNull(key), row));
            }
        }
    }

    /** A log that is put into its table. */
    private interface Settling {
        void run(RowStore store) throws SQLException;
    }

    /**
     * The changes of one type over all tenants of a batch.
     *
     * @param <K> the key
     * @param <R> the row
     */
    static final class Changes<K, R> {
        private final RowType<K, R> type;
        private final List<Owned<R>> inserted = new ArrayList<>();
        private final List<Owned<R>> updated = new ArrayList<>();
        private final List<Owned<K>> deleted = new ArrayList<>();
        private final List<Owned<Logged<R>>> logged = new ArrayList<>();
        private final List<Settling> settling = new ArrayList<>();

        Changes(RowType<K, R> type) {
            this.type = type;
        }

        private void add(int tenantNo, K key, @Nullable R stored, @Nullable R current) {
            if (stored == null && current != null) {
                inserted.add(new Owned<>(tenantNo, current));
            } else if (current != null) {
                updated.add(new Owned<>(tenantNo, current));
            } else if (stored != null) {
                deleted.add(new Owned<>(tenantNo, key));
            }
        }

        void write(RowStore store) throws SQLException {
            if (!deleted.isEmpty()) {
                store.delete(type, deleted);
            }
            if (!inserted.isEmpty()) {
                store.insert(type, inserted);
            }
            if (!updated.isEmpty()) {
                store.update(type, updated);
            }
            if (!logged.isEmpty()) {
                store.insert(type.log(), logged);
            }
            for (Settling log : settling) {
                log.run(store);
            }
        }
    }

    /** A command decided on a row that it did not name, or whose name it could not know before this batch. */
    static class NotNamedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotNamedException(String row) {
            super(row + " was not named in reads()");
        }
    }
}
