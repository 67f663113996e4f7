package io.zentra.ledger.internal;

import io.zentra.core.journal.StateComparison;
import io.zentra.ledger.internal.LedgerTables.EntryRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of entries compared with those that events tell of, both in the order of their numbers, some at a time. The
 * ranges that are read join each other and have no end, so an entry of no event is found wherever it was put.
 */
final class EntryComparison {
    private static final int CHUNK = 1_000;
    private static final int MAX_STRANGE = 100;

    private final Map<Long, EntryRow> expected = new LinkedHashMap<>();
    private long begin = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;

    /** Begins behind the entries of an event. */
    void resume(long seq) {
        begin = seq == 0 ? Long.MIN_VALUE : (seq + 1) * LedgerTables.LINES;
    }

    /** Takes the next entry, which has the highest number so far. */
    void expect(EntryRow entry) {
        expected.put(entry.no(), entry);
        last = entry.no();
    }

    /** Compares when enough entries have come together. */
    void compareFull(StateComparison stored) {
        if (expected.size() >= CHUNK) {
            compareUpTo(last, stored);
        }
    }

    /** Compares what is left. */
    void compareSoFar(StateComparison stored) {
        if (!expected.isEmpty()) {
            compareUpTo(last, stored);
        }
    }

    /** Compares what is left, and all that lies behind. */
    void compareRest(StateComparison stored) {
        compareUpTo(Long.MAX_VALUE, stored);
    }

    private void compareUpTo(long end, StateComparison stored) {
        List<EntryRow> rows = stored.list(
                LedgerTables.ENTRY,
                "no >= :begin and no <= :end order by no",
                Map.of("begin", begin, "end", end),
                expected.size() + MAX_STRANGE);
        for (EntryRow row : rows) {
            stored.compare(name(row.no()), row, expected.remove(row.no()));
        }
        stored.compareMissing(expected, EntryComparison::name);
        expected.clear();
        begin = end + 1;
    }

    static String name(long no) {
        return "entry " + no + " of event " + Math.floorDiv(no, LedgerTables.LINES);
    }
}
