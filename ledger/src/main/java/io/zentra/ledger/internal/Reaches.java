package io.zentra.ledger.internal;

import io.zentra.ledger.Crossing;
import io.zentra.ledger.internal.LaterEntries.Later;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** How postings that are decided as one stand in the histories of their accounts. Times in microseconds. */
final class Reaches {
    private final Map<Long, Reach> reaches = new LinkedHashMap<>();

    /** What they do in one account. */
    static final class Reach {
        private final AccountRow account;
        private final long last;
        private final SortedMap<Long, Long> changes = new TreeMap<>();
        private long latestAt;

        Reach(AccountRow account, long last, long before) {
            this.account = account;
            this.last = last;
            this.latestAt = before;
        }

        AccountRow account() {
            return account;
        }

        /** The account's last entry before them, 0 for none. */
        long last() {
            return last;
        }

        /** Their earliest time here. */
        long from() {
            return changes.firstKey();
        }

        /** What they change at each of their times, debits positive. */
        SortedMap<Long, Long> changes() {
            return changes;
        }

        long take(long at, long amount) {
            changes.merge(at, amount, Math::addExact);
            latestAt = Math.max(latestAt, at);
            return latestAt;
        }
    }

    /** Where the entries of an account are found. */
    interface Shelf {
        /** Those from the reach's last one back to the first one, of which all before took effect at a time or before. */
        List<Later> back(Reach reach);

        /** How many of them may come after it. */
        int most(Reach reach);
    }

    /**
     * Takes the next entry and answers the latest effective time of its account's entries, this one included.
     *
     * @param previous the account's entry before, 0 for none
     * @param latestAt its latest time
     * @param at the time of this one
     * @param amount debits positive
     */
    long add(AccountRow account, long previous, LongSupplier latestAt, long at, long amount) {
        Reach reach = reaches.get(account.no());
        if (reach == null) {
            reach = new Reach(account, previous, previous == 0 ? Long.MIN_VALUE : latestAt.getAsLong());
            reaches.put(account.no(), reach);
        }
        return reach.take(at, amount);
    }

    /**
     * The limits that they break between their times and now, all of them counted, and where too many entries lie between
     * to look, in the order of the accounts.
     */
    List<Crossing> crossings(Shelf shelf) {
        List<Crossing> crossings = new ArrayList<>();
        for (Reach reach : reaches.values()) {
            if (isToLookAt(reach.account, reach.latestAt, reach.from())) {
                crossings.addAll(LaterEntries.crossings(reach, shelf.back(reach), shelf.most(reach)));
            }
        }
        return crossings;
    }

    /** Whether there is something in between, and a limit that it could break. */
    static boolean isToLookAt(AccountRow account, long latestAt, long from) {
        return latestAt > from && (account.floorMinor() != null || account.ceilingMinor() != null);
    }
}
