package io.zentra.ledger.internal;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.ledger.internal.LaterEntries.Later;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.EntryRow;
import io.zentra.ledger.internal.Reaches.Reach;
import io.zentra.ledger.internal.TimeTables.BackdatedKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entries that a decision comes after: those that are stored, and those that were appended in this commit. Made for
 * one decision and asked before it appends anything. Not thread-safe.
 */
final class EntriesSoFar implements Reaches.Shelf {
    private final UnitOfWork work;
    private final Horizon horizon;
    private @Nullable Map<Long, Deque<Appended>> appended;

    /** An entry that is not stored yet. */
    private record Appended(EntryRow row, Later later) {}

    EntriesSoFar(UnitOfWork work, Horizon horizon) {
        this.work = work;
        this.horizon = horizon;
    }

    /** The latest effective time of an account's entries up to its last one. */
    long latestAt(AccountRow account, long last) {
        Deque<Appended> rows = appended().get(account.no());
        return (rows == null ? stored(last) : rows.getLast().row()).latestAt();
    }

    @Override
    public int most(Reach reach) {
        return horizon.most();
    }

    @Override
    public List<Later> back(Reach reach) {
        Deque<Appended> rows = appended().getOrDefault(reach.account().no(), new ArrayDeque<>());
        List<Later> back = new ArrayList<>();
        rows.forEach(row -> back.add(row.later()));
        long last = rows.isEmpty() ? reach.last() : rows.getFirst().row().previous();
        if (last != 0) {
            back.addAll(stored(reach, last));
        }
        return back;
    }

    private List<Later> stored(Reach reach, long last) {
        long from = Objects.requireNonNull(horizon.of(reach.account().id()));
        EntryRow row = stored(last);
        return row.latestAt() > from
                ? work.all(LaterEntries.listing(row.account(), last, from, horizon.most()))
                : List.of(later(row, Map.of())); // all before it is in its balance, and that is all that is asked for
    }

    private EntryRow stored(long no) {
        return Objects.requireNonNull(work.get(LedgerTables.ENTRY, no));
    }

    /** Those of this commit by account, in their order. */
    private Map<Long, Deque<Appended>> appended() {
        if (appended == null) {
            Map<BackdatedKey, Long> times = new HashMap<>();
            work.appended(TimeTables.BACKDATED).forEach(row -> times.put(row.key(), row.effectiveAt()));
            appended = new HashMap<>();
            for (EntryRow row : work.appended(LedgerTables.ENTRY)) {
                appended.computeIfAbsent(row.account(), account -> new ArrayDeque<>())
                        .add(new Appended(row, later(row, times)));
            }
        }
        return appended;
    }

    private static Later later(EntryRow row, Map<BackdatedKey, Long> times) {
        BackdatedKey key = new BackdatedKey(row.account(), row.no());
        return new Later(row.no(), row.amount(), row.balance(), row.latestAt(), times.get(key));
    }
}
