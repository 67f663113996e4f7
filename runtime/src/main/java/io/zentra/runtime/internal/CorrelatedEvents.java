package io.zentra.runtime.internal;

import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.Queries;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** The events of what is not ended, which stay when others are archived. */
public final class CorrelatedEvents {
    private static final int CHUNK = 500;

    private static final String EVENTS = "select seq from zentra_timeline where tenant = :tenant and seq >= :first"
            + " and seq <= :last and correlation in ";

    private CorrelatedEvents() {}

    /** The sequences of a range's events that belong to one of these ids. */
    public static Set<Long> of(List<String> ids, long first, long last, StateComparison stored) {
        Set<Long> events = new HashSet<>();
        for (int i = 0; i < ids.size(); i += CHUNK) {
            events.addAll(chunk(ids.subList(i, Math.min(ids.size(), i + CHUNK)), first, last, stored));
        }
        return events;
    }

    private static List<Long> chunk(List<String> ids, long first, long last, StateComparison stored) {
        Map<String, Object> values = new HashMap<>(Map.of("first", first, "last", last));
        StringJoiner names = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < ids.size(); i++) {
            names.add(":id" + i);
            values.put("id" + i, ids.get(i));
        }
        return stored.select(
                EVENTS + names,
                values,
                Queries.MAX_ROWS, // more than an archive has events
                (results, context) -> results.getLong(1));
    }
}
