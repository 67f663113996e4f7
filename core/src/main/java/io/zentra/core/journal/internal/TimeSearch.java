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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
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

    private static final String ENDS = """
            select h.seq, h.at, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = 1)
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

    /** The first event and the last. */
    private record Ends(Point first, Point last) {}

    /** Searches a tenant's journal. */
    public TimeSearch(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** The sequence of the last event that was recorded at or before a time; 0 when there is none. */
    public long lastAt(Instant time) {
        List<Ends> ends = queries.select(ENDS, tenantNo, Map.of(), 1, (results, context) -> ends(results));
        if (ends.isEmpty() || ends.get(0).first().at().isAfter(time)) {
            return 0;
        }
        Point low = ends.get(0).first();
        Point high = ends.get(0).last();
        if (!high.at().isAfter(time)) {
            return high.seq();
        }
        while (high.seq() - low.seq() > 1) {
            for (Point point : points(low, high, time)) {
                if (point.at().isAfter(time)) {
                    high = point;
                    break;
                }
                low = point;
            }
        }
        return low.seq();
    }

    private static Ends ends(ResultSet results) throws SQLException {
        Point last = new Point(results.getLong(1), Micros.instant(results.getLong(2)));
        return new Ends(last.seq() == 0 ? last : new Point(1, timeOf(1, results.getBytes(3))), last);
    }

    private List<Point> points(Point low, Point high, Instant time) {
        long width = high.seq() - low.seq();
        long parts = width <= FEW ? FEW : PARTS;
        Map<String, Long> values = Map.of(
                "low",
                low.seq(),
                "high",
                high.seq(),
                "parts",
                parts,
                "whole",
                width / parts,
                "rest",
                width % parts,
                "guess",
                guess(low, high, time));
        return queries.select(
                PROBES,
                tenantNo,
                values,
                MOST_PROBES,
                (results, context) -> new Point(results.getLong(1), timeOf(results.getLong(1), results.getBytes(2))));
    }

    /** The first event after a time, if it went evenly between two others: one of those between them. */
    private static long guess(Point low, Point high, Instant time) {
        long start = Micros.of(low.at());
        long width = high.seq() - low.seq();
        BigInteger share = BigInteger.valueOf(Math.subtractExact(Micros.of(time), start))
                .multiply(BigInteger.valueOf(width))
                .divide(BigInteger.valueOf(Math.subtractExact(Micros.of(high.at()), start)));
        return low.seq() + Math.max(1, Math.min(width - 1, share.longValueExact()));
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
