package io.zentra.ledger.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Holds compared some at a time by their numbers; that there are no others is told by counting. */
final class HoldComparison {
    private static final int CHUNK = 500;

    /** Holds with the events that should have placed them: looked through only when the count is wrong. */
    private static final String PLACED = """
            select h.no, h.id, j.event from zentra_hold h
            left join zentra_journal j on j.tenant = :tenant and j.seq = h.no
            where h.tenant = :tenant
            """;

    private final Map<Long, HoldRow> expected = new LinkedHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Placed(long no, String id, byte @Nullable [] event) {}

    /** Takes a hold as it must be stored. */
    void expect(HoldRow hold, StateComparison stored) {
        expected.put(hold.no(), hold);
        if (expected.size() >= CHUNK) {
            compare(stored);
        }
    }

    /** Compares those that are left. */
    void compare(StateComparison stored) {
        if (expected.isEmpty()) {
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        expected.keySet().forEach(no -> values.put("no" + values.size(), no));
        String names =
                LongStream.range(0, values.size()).mapToObj(i -> ":no" + i).collect(Collectors.joining(", "));
        values.put("least", Collections.min(expected.keySet())); // a range, for databases that know none in a list
        values.put("most", Collections.max(expected.keySet()));
        stored.list(
                        LedgerTables.HOLD,
                        "no >= :least and no <= :most and no in (" + names + ") order by no",
                        values,
                        CHUNK)
                .forEach(row -> stored.compare(name(row.no()), row, expected.remove(row.no())));
        stored.compareMissing(expected, HoldComparison::name);
        expected.clear();
    }

    /** Looks for a hold that nobody placed when there are more than were. */
    static void compareCount(long placed, StateComparison stored) {
        long rows = stored.number("select count(*) from zentra_hold where tenant = :tenant");
        if (rows == placed) {
            return;
        }
        List<Placed> page = placed(PLACED + " order by h.no", Map.of(), stored);
        while (!page.isEmpty()) {
            for (Placed row : page) {
                if (!isPlaced(row)) {
                    stored.fault(name(row.no()) + " comes from no event: " + row.id());
                    return;
                }
            }
            long last = page.get(page.size() - 1).no();
            page = placed(PLACED + " and h.no > :last order by h.no", Map.of("last", last), stored);
        }
        stored.fault("there are " + rows + " holds, not " + placed);
    }

    private static List<Placed> placed(String sql, Map<String, Long> values, StateComparison stored) {
        return new ArrayList<>(stored.select(
                sql,
                values,
                CHUNK,
                (results, context) -> new Placed(results.getLong(1), results.getString(2), results.getBytes(3))));
    }

    private static boolean isPlaced(Placed row) {
        if (row.event() == null) {
            return false;
        }
        if (Event.isArchived(row.event())) {
            return true; // perhaps: its archive is not looked into
        }
        try {
            Event event = Event.parse(row.event());
            return event.type().equals(HoldText.PLACED)
                    && event.subject().filter(row.id()::equals).isPresent();
        } catch (ZentraException unreadable) {
            return false;
        }
    }

    private static String name(long no) {
        return "the hold of event " + no;
    }
}
