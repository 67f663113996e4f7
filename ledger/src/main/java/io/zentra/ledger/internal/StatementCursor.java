package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.ledger.TimeAxis;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of a statement ends, and on the effective axis the account's last entry when the first page was read: later
 * ones stand on none of the other pages, else each of them would move lines from page to page.
 *
 * @param known the number of that entry; that of {@link Place#LAST} for all
 */
record StatementCursor(Place place, long known) {
    private static final Pattern CURSOR = Pattern.compile("[re](-?[0-9]{1,18})\\.([0-9]{1,18})(?:\\.([0-9]{1,18}))?");

    /**
     * Reads a cursor.
     *
     * @throws ZentraException {@code invalid_cursor}
     */
    static StatementCursor parse(String cursor, TimeAxis axis) {
        Matcher matcher = CURSOR.matcher(cursor);
        boolean read = matcher.matches() && cursor.startsWith(letter(axis));
        if (!read || (axis == TimeAxis.RECORDED && matcher.group(3) != null)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CURSOR,
                    "the cursor \"" + (cursor.length() <= 60 ? cursor : cursor.substring(0, 60) + "…")
                            + "\" is not one of a statement by " + axis + " time: begin with the first page",
                    Map.of("axis", axis.toString()));
        }
        Place place = new Place(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        String known = matcher.group(3);
        return new StatementCursor(place, known == null ? Place.LAST.no() : Long.parseLong(known));
    }

    /** A place from which to go on with all that is known by then. */
    static StatementCursor at(Place place) {
        return new StatementCursor(new Place(place.at(), Math.max(0, place.no())), Place.LAST.no());
    }

    /** What {@link #parse} reads. */
    String text(TimeAxis axis) {
        String text = letter(axis) + place.at() + "." + place.no();
        return axis == TimeAxis.RECORDED || known == Place.LAST.no() ? text : text + "." + known;
    }

    private static String letter(TimeAxis axis) {
        return axis == TimeAxis.RECORDED ? "r" : "e";
    }
}
