package io.zentra.core.usage;

import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where periods begin, remembered for those that were asked for last: all decisions of a commit fall into the same ones,
 * and to look at the rules of a time zone costs more than the rest of a reading. Thread-safe.
 */
final class Periods {
    /** How many are remembered, a power of two. */
    private static final int REMEMBERED = 256;

    private static final AtomicReferenceArray<@Nullable Begun> LAST = new AtomicReferenceArray<>(REMEMBERED);

    /**
     * A period.
     *
     * @param window of this window
     * @param zone in this time zone
     * @param start where it begins
     * @param known a time that is known to be within it, and so is all between
     */
    private record Begun(Window.Calendar window, ZoneId zone, Instant start, Instant known) {
        boolean has(Window.Calendar ofWindow, ZoneId inZone, Instant time) {
            return !time.isBefore(start) && !time.isAfter(known) && window.equals(ofWindow) && zone.equals(inZone);
        }
    }

    private Periods() {}

    /** Where the period of a time begins. */
    static Instant startOf(Window.Calendar window, Instant now, ZoneId zone) {
        int place = (31 * window.hashCode() + zone.hashCode()) & (REMEMBERED - 1);
        Begun last = LAST.get(place);
        if (last != null && last.has(window, zone, now)) {
            return last.start();
        }
        Instant start = window.begunBy(now, zone);
        LAST.set(place, new Begun(window, zone, start, now));
        return start;
    }
}
