package io.zentra.ledger.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.InList;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private record Placed(long no, String id, byte @Nullable [] event) {
        boolean isTold() {
            return Event.mayTell(
                    event,
                    told -> told.type().equals(HoldText.PLACED)
                            && told.subject().filter(id::equals).isPresent());
        }
    }

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
        InList in = InList.of( // and a range, for databases that know none in a list
                expected.keySet(),
                Map.of("least", Collections.min(expected.keySet()), "most", Collections.max(expected.keySet())));
        stored.list(
                        LedgerTables.HOLD,
                        "no >= :least and no <= :most and no in (" + in.names() + ") order by no",
                        in.values(),
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
                if (!row.isTold()) {
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

    private static String name(long no) {
        return "the hold of event " + no;
    }
}
