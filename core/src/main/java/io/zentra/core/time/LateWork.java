package io.zentra.core.time;

import io.zentra.core.storage.Queries;
import io.zentra.core.time.internal.DueWorkTable;
import io.zentra.core.time.internal.DueWorkTable.DueRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Work of one kind that should have been done by now, and was not. Whoever works at a piece has moved its time into the
 * future, so what is late is held by nobody. Immutable.
 *
 * @param kind the kind of work, such as {@code transfer.attempt}
 * @param pieces how many pieces are late; {@value #MAX_COUNTED} stands for that many or more
 * @param subject what the oldest of them is about
 * @param dueAt when the oldest of them fell due
 */
public record LateWork(String kind, long pieces, String subject, Instant dueAt) {
    /** Up to how many pieces of a kind are counted. */
    public static final int MAX_COUNTED = 10_000;

    private static final int MAX_KINDS = 1_000;

    private static final String NEXT_KIND =
            "select kind from zentra_due_work where tenant = :tenant and kind > :after" + " order by kind";

    private static final String COUNT = "select count(*) from (select due_at from zentra_due_work"
            + " where tenant = :tenant and kind = :kind and due_at < :before order by due_at limit " + MAX_COUNTED
            + ") late";

    /** What fell due before a time and was not done, by kind, in the order of their names. */
    public static List<LateWork> of(Queries queries, int tenantNo, Instant dueBefore) {
        List<LateWork> late = new ArrayList<>();
        Optional<String> kind = kindAfter(queries, tenantNo, "");
        for (int i = 0; i < MAX_KINDS && kind.isPresent(); i++) {
            ofKind(queries, tenantNo, kind.get(), dueBefore).ifPresent(late::add);
            kind = kindAfter(queries, tenantNo, kind.get());
        }
        return List.copyOf(late);
    }

    /** One step from kind to kind, over however many pieces of each. */
    private static Optional<String> kindAfter(Queries queries, int tenantNo, String after) {
        return queries
                .select(NEXT_KIND, tenantNo, Map.of("after", after), 1, (results, context) -> results.getString(1))
                .stream()
                .findFirst();
    }

    private static Optional<LateWork> ofKind(Queries queries, int tenantNo, String kind, Instant dueBefore) {
        Map<String, Object> values = new HashMap<>(Map.of("kind", kind, "before", Micros.of(dueBefore)));
        Optional<DueRow> oldest = queries.first(
                DueWorkTable.DUE_WORK, tenantNo, "kind = :kind and due_at < :before order by due_at", values);
        return oldest.map(row -> new LateWork(
                kind,
                queries.select(COUNT, tenantNo, values, 1, (results, context) -> results.getLong(1))
                        .get(0),
                row.name().subject(),
                Micros.instant(row.dueAtMicros())));
    }
}
