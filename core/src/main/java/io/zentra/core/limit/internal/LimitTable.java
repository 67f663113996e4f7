package io.zentra.core.limit.internal;

import static io.zentra.core.storage.Column.integer;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.limit.RateLimits;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of rate limits, and limits as events tell them. */
public final class LimitTable {
    /** Limits by the numbers of tenants; all rows belong to the registry. */
    public static final RowType<Long, LimitRow> LIMIT = RowType.of("zentra_rate_limit", LimitRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(
                            integer("read_calls"),
                            integer("read_seconds"),
                            integer("write_calls"),
                            integer("write_seconds")),
                    (row, out) -> {
                        write(row.limits().reads(), out);
                        write(row.limits().writes(), out);
                    })
            .read(in -> new LimitRow(in.integer(), new RateLimits(read(in), read(in))));

    private LimitTable() {}

    /** The limits of a tenant. */
    public record LimitRow(long no, RateLimits limits) {}

    private static void write(@Nullable RateLimit limit, RowWriter out) {
        out.integerOrNull(limit == null ? null : (long) limit.calls());
        out.integerOrNull(limit == null ? null : limit.per().toSeconds());
    }

    private static @Nullable RateLimit read(RowReader in) {
        Long calls = in.integerOrNull();
        Long seconds = in.integerOrNull();
        return calls == null || seconds == null
                ? null
                : RateLimit.of(Math.toIntExact(calls), Duration.ofSeconds(seconds));
    }

    /** Writes limits as members of an object that was begun. */
    static void write(CanonicalJson json, RateLimits limits) {
        write(json, "reads", limits.reads());
        write(json, "writes", limits.writes());
    }

    private static void write(CanonicalJson json, String name, @Nullable RateLimit limit) {
        if (limit != null) {
            json.name(name)
                    .beginObject()
                    .member("calls", limit.calls())
                    .member("per_seconds", limit.per().toSeconds())
                    .endObject();
        }
    }

    /** The limits that an object tells. */
    public static RateLimits read(JsonNode object) {
        return new RateLimits(limit(object.path("reads")), limit(object.path("writes")));
    }

    private static @Nullable RateLimit limit(JsonNode object) {
        return object.isObject()
                ? RateLimit.of(
                        object.path("calls").intValue(),
                        Duration.ofSeconds(object.path("per_seconds").longValue()))
                : null;
    }
}
