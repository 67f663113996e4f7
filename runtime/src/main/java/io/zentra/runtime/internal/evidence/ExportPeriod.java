package io.zentra.runtime.internal.evidence;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Journal;
import io.zentra.runtime.Evidence;
import java.time.Instant;
import java.util.Map;

/**
 * A period and the events that were recorded in it.
 *
 * @param from its begin
 * @param to its end, which is not part of it
 * @param first the first event
 * @param last the last event; one less than the first when there is none
 */
public record ExportPeriod(Instant from, Instant to, long first, long last) {
    /** What an ISO 8601 text of four-digit years can say, and the times of events are within. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * The events of a period.
     *
     * @throws ZentraException {@code invalid_period}
     */
    public static ExportPeriod of(Instant from, Instant to, Journal journal) {
        if (!from.isBefore(to) || from.isBefore(EARLIEST) || to.isAfter(LATEST)) {
            throw invalid(from, to, "is none: give a begin from 1970 on and a later end before the year 10000");
        }
        long before = journal.recordedBy(from.minusNanos(1));
        long last = journal.recordedBy(to.minusNanos(1));
        if (last - before > Evidence.MAX_EXPORTED_EVENTS) {
            throw invalid(
                    from,
                    to,
                    "has " + (last - before) + " events, more than the " + Evidence.MAX_EXPORTED_EVENTS
                            + " of one export: give shorter ones");
        }
        return new ExportPeriod(from, to, before + 1, last);
    }

    /** Whether an instant is in it. */
    boolean has(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    /** The form of ISO 8601: begin and end with a slash between them. */
    @Override
    public String toString() {
        return from + "/" + to;
    }

    private static ZentraException invalid(Instant from, Instant to, String why) {
        return ZentraException.of(
                ErrorCode.INVALID_PERIOD,
                "the period from " + from + " to " + to + " " + why,
                Map.of("from", from.toString(), "to", to.toString()));
    }
}
