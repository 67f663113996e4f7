package io.zentra.core.journal.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the first row that its event does not tell of, in a table that was only counted: slow, and needed only where
 * the count is wrong.
 */
final class PlantedRows {
    private static final int PAGE = 1_000;

    private static final String KEYS = """
            select k.idempotency_key, k.seq, j.event from zentra_idempotency k
            left join zentra_journal j on j.tenant = :tenant and j.seq = k.seq
            where k.tenant = :tenant and k.operation = :operation
            """;

    private final StateComparison stored;

    PlantedRows(StateComparison stored) {
        this.stored = stored;
    }

    /** A row, and the event that it speaks of if there is one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(String text, long seq, byte @Nullable [] event) {
        boolean isTold(Predicate<Event> telling) {
            return Event.mayTell(event, telling);
        }
    }

    /** The first key of an operation that no event used. */
    Optional<String> key(int operation, String name) {
        List<Row> page = rows(KEYS + " order by k.idempotency_key", Map.of("operation", (long) operation));
        while (!page.isEmpty()) {
            for (Row row : page) {
                if (!row.isTold(event -> isOf(event.key(), row.text()) && isOf(event.operation(), name))) {
                    return Optional.of(row.text());
                }
            }
            page = rows(
                    KEYS + " and k.idempotency_key > :last order by k.idempotency_key",
                    Map.of(
                            "operation",
                            (long) operation,
                            "last",
                            page.get(page.size() - 1).text()));
        }
        return Optional.empty();
    }

    private static boolean isOf(Optional<String> told, String stored) {
        return told.filter(stored::equals).isPresent();
    }

    private List<Row> rows(String sql, Map<String, Object> values) {
        RowMapper<Row> mapper =
                (results, context) -> new Row(results.getString(1), results.getLong(2), results.getBytes(3));
        return stored.select(sql, new HashMap<>(values), PAGE, mapper);
    }
}
