package io.zentra.ledger.internal;

import java.util.Comparator;

/**
 * A place on an axis of an account's history: a time in microseconds, and the number of the entry among those of that
 * time. On the recorded axis the number alone tells the place, and the time is 0.
 */
record Place(long at, long no) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::at).thenComparingLong(Place::no);

    /** Before all others. */
    static final Place FIRST = new Place(-999_999_999_999_999_999L, 0);

    /** Behind all others. */
    static final Place LAST = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Just before all entries that took effect at a time. */
    static Place before(long at) {
        return new Place(at, 0);
    }

    /** Just behind all entries of an event and those before it, on the recorded axis. */
    static Place behindEvent(long seq) {
        return new Place(0, seq * LedgerTables.LINES + LedgerTables.LINES - 1);
    }

    /** The place just before this one. */
    Place before() {
        return new Place(at, no - 1);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
