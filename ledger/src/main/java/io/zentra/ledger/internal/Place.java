package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.TimeAxis;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place on an axis of an account's history: a time in microseconds, and the number of the entry among those of that
 * time. On the recorded axis the number alone tells the place, and the time is 0.
 */
record Place(long at, long no) implements Comparable<Place> {
    private static final Pattern CURSOR = Pattern.compile("([re])(-?[0-9]{1,18})\\.([0-9]{1,18})");
    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::at).thenComparingLong(Place::no);

    /** Before all others. */
    static final Place FIRST = new Place(Long.MIN_VALUE, 0);

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

    /**
     * Reads a cursor.
     *
     * @throws ZentraException {@code invalid_cursor}
     */
    static Place parse(String cursor, TimeAxis axis) {
        Matcher matcher = CURSOR.matcher(cursor);
        if (!matcher.matches() || !matcher.group(1).equals(letter(axis))) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CURSOR,
                    "the cursor \"" + (cursor.length() <= 60 ? cursor : cursor.substring(0, 60) + "…")
                            + "\" is not one of a statement by " + axis + " time: begin with the first page",
                    Map.of("axis", axis.toString()));
        }
        return new Place(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    /** What {@link #parse} reads. */
    String cursor(TimeAxis axis) {
        return letter(axis) + at + "." + no;
    }

    /** The place just before this one. */
    Place before() {
        return new Place(at, no - 1);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    private static String letter(TimeAxis axis) {
        return axis == TimeAxis.RECORDED ? "r" : "e";
    }
}
