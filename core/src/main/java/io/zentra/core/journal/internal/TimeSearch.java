package io.zentra.core.journal.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds how far a journal had come at a time. The time of events never decreases with their sequence, so a range is cut
 * into {@value #PARTS} by one statement until nothing is left of it: four statements for ten million events.
 */
public final class TimeSearch {
    private static final int PARTS = 65;
    private static final JsonFactory JSON = new JsonFactory();

    private static final String HEAD = "select seq, at from zentra_journal_head where tenant = :tenant";

    /**
     * Events that part a range evenly, or all inside it when they are few. Each is looked for by itself: a list of
     * sequences is planned as a scan while a table has no statistics.
     */
    private static final String PROBES = """
            with recursive part(no) as (select 1 union all select no + 1 from part where no < 64)
            select s.seq, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = s.seq)
            from (
                select cast(:low as bigint) + cast(:whole as bigint) * no + cast(:rest as bigint) * no / 65 as seq
                from part
            ) s
            where s.seq > :low order by s.seq
            """;

    private final Queries queries;
    private final int tenantNo;

    /** An event's sequence and time. */
    private record Point(long seq, Instant at) {}

    /** Searches a tenant's journal. */
    public TimeSearch(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** The sequence of the last event that was recorded at or before a time; 0 when there is none. */
    public long lastAt(Instant time) {
        List<Point> head = queries.select(
                HEAD,
                tenantNo,
                Map.of(),
                1,
                (results, context) -> new Point(results.getLong(1), Micros.instant(results.getLong(2))));
        if (head.isEmpty() || !head.get(0).at().isAfter(time)) {
            return head.isEmpty() ? 0 : head.get(0).seq();
        }
        long low = 0;
        long high = head.get(0).seq(); // its time is after
        while (high - low > 1) {
            for (Point point : points(low, high)) {
                if (point.at().isAfter(time)) {
                    high = point.seq();
                    break;
                }
                low = point.seq();
            }
        }
        return low;
    }

    private List<Point> points(long low, long high) {
        long width = high - low;
        return queries.select(
                PROBES,
                tenantNo,
                Map.of("low", low, "whole", width / PARTS, "rest", width % PARTS),
                PARTS,
                (results, context) -> new Point(results.getLong(1), timeOf(results.getLong(1), results.getBytes(2))));
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
