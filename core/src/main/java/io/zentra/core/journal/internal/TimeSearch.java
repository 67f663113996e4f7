package io.zentra.core.journal.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds how far a journal had come at a time. The time of events never decreases with their sequence, so a range is cut by
 * one statement after the other until nothing is left of it. Each looks around where the event would be if time went
 * evenly, at distances that grow eightfold, so that a journal that is filled evenly takes two to five statements at any
 * length; at {@value #PARTS} even parts, so that any takes at most twelve for ten million events; and at all events once
 * they are no more than {@value #FEW}. What is looked at decides what it costs, since of a long journal little is in memory.
 */
public final class TimeSearch {
    private static final int PARTS = 4;
    private static final int FEW = 16;
    private static final int MOST_PROBES = 32;
    private static final JsonFactory JSON = new JsonFactory();

    /** The last event's sequence and time, the first event, and two more: of those behind the last one nothing. */
    private static final String ENDS = """
            select h.seq, h.at, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = 1),
                (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = :from),
                (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = :to)
            from zentra_journal_head h where h.tenant = :tenant
            """;

    /**
     * Events near the guess and at even parts, or all of a range when they are few. Each is looked for by itself: a list of
     * sequences is planned as a scan while a table has no statistics.
     */
    private static final String PROBES = """
            with recursive part(no, step) as (
                select 1, cast(1 as bigint) union all select no + 1, step * 8 from part where no < 15
            )
            select s.seq, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = s.seq)
            from (
                select cast(:low as bigint) + cast(:whole as bigint) * no
                    + cast(:rest as bigint) * no / cast(:parts as bigint) as seq
                from part where no < :parts
                union select cast(:guess as bigint) - step from part where no < 6
                union select cast(:guess as bigint) + step - 1 from part where no < 6
            ) s
            where s.seq > :low and s.seq < :high order by s.seq
            """;

    private final Queries queries;
    private final int tenantNo;

    /** An event's sequence and time. */
    private record Point(long seq, Instant at) {}

    /** What the event in question lies in: one that is not after the time, and one that is. */
    private record Range(Point low, Point high) {
        /** What is left of it when some of its events are known, in order. */
        Range cut(List<Point> points, Instant time) {
            Point before = low;
            for (Point point : points) {
                if (point.at().isAfter(time)) {
                    return new Range(before, point);
                }
                before = point;
            }
            return new Range(before, high);
        }

        long width() {
            return high.seq() - low.seq();
        }
    }

    /** Searches a tenant's journal. */
    public TimeSearch(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** The sequence of the last event that was recorded at or before a time; 0 when there is none. */
    public long lastAt(Instant time) {
        return lastAt(time, 0, 0);
    }

    /** The same, looked for first between two events, the earlier one first; sequences that the journal has not are ignored. */
    public long lastAt(Instant time, long from, long to) {
        List<Point> known = known(from, to);
        if (known.isEmpty() || known.get(0).at().isAfter(time)) {
            return 0;
        }
        Point last = known.get(known.size() - 1);
        if (!last.at().isAfter(time)) {
            return last.seq();
        }
        Range range = new Range(known.get(0), last).cut(known, time);
        while (range.width() > 1) {
            range = range.cut(points(range, time), time);
        }
        return range.low().seq();
    }

    /** The first event, those of two sequences that lie behind it, and the last, each once; nothing of an empty journal. */
    private List<Point> known(long from, long to) {
        return queries
                .select(ENDS, tenantNo, Map.of("from", from, "to", to), 1, (results, context) -> {
                    Point last = new Point(results.getLong(1), Micros.instant(results.getLong(2)));
                    List<Point> points = new ArrayList<>();
                    add(points, 1, last, results.getBytes(3));
                    add(points, from, last, results.getBytes(4));
                    add(points, to, last, results.getBytes(5));
                    points.add(last);
                    return points;
                })
                .stream()
                .findFirst()
                .orElse(List.of());
    }

    private static void add(List<Point> points, long seq, Point last, byte @Nullable [] event) {
        long behind = points.isEmpty() ? 0 : points.get(points.size() - 1).seq();
        if (seq > behind && seq < last.seq()) {
            points.add(new Point(seq, timeOf(seq, event)));
        }
    }

    private List<Point> points(Range range, Instant time) {
        long width = range.width();
        long parts = width <= FEW ? FEW : PARTS;
        Map<String, Long> values = Map.of(
                "low",
                range.low().seq(),
                "high",
                range.high().seq(),
                "parts",
                parts,
                "whole",
                width / parts,
                "rest",
                width % parts,
                "guess",
                guess(range, time));
        return queries.select(
                PROBES,
                tenantNo,
                values,
                MOST_PROBES,
                (results, context) -> new Point(results.getLong(1), timeOf(results.getLong(1), results.getBytes(2))));
    }

    /** The first event after a time, if it went evenly between two others: one of those between them. */
    private static long guess(Range range, Instant time) {
        long start = Micros.of(range.low().at());
        long width = range.width();
        BigInteger share = BigInteger.valueOf(Math.subtractExact(Micros.of(time), start))
                .multiply(BigInteger.valueOf(width))
                .divide(BigInteger.valueOf(
                        Math.subtractExact(Micros.of(range.high().at()), start)));
        return range.low().seq() + Math.max(1, Math.min(width - 1, share.longValueExact()));
    }

    /** Reads no further than needed. */
    private static Instant timeOf(long seq, byte @Nullable [] event) {
        if (event == null) {
            throw damaged("event " + seq + " is missing");
        }
        try (JsonParser parser = JSON.createParser(event)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("at")) {
                    return Instant.parse(parser.getText());
                }
                parser.skipChildren();
            }
        } catch (IOException | DateTimeException notReadable) {
            throw damaged("event " + seq + " is not readable");
        }
        throw damaged("event " + seq + " tells no time");
    }

    private static ZentraException damaged(String what) {
        return ZentraException.of(ErrorCode.JOURNAL_DAMAGED, what + ": run verify() to find the extent");
    }
}
