package io.zentra.core.usage.internal;

import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowType.Logged;
import io.zentra.core.storage.internal.SettledTable;
import io.zentra.core.storage.internal.SettledTable.Settled;
import io.zentra.core.usage.internal.UsageTables.MeterRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The log of meters and their table, compared while events change meters: after each logged commit its rows must be the
 * meters that changed since the one before, and the table must hold the meters as they were when the log was put into it.
 */
final class MeterLogFold {
    private static final RowType<Long, Logged<MeterRow>> LOG = UsageTables.METER.log();

    private final TreeMap<Long, Logged<MeterRow>> log = new TreeMap<>();
    private final Map<String, MeterRow> changed = new TreeMap<>();
    private final Map<String, @Nullable MeterRow> inTable = new HashMap<>();
    private @Nullable Settled settled;
    private long previous;
    private boolean isRead;
    private boolean hasSettled;

    /** Before the events from a sequence on: the commits before it are whole. */
    void before(long seq, StateComparison stored) {
        if (!isRead) {
            isRead = true;
            read(stored);
        }
        while (!log.isEmpty() && commit(log.firstKey()) < seq) {
            compareCommit(commit(log.firstKey()), stored);
        }
    }

    private void read(StateComparison stored) {
        List<Logged<MeterRow>> page = page(-1, stored);
        while (!page.isEmpty()) {
            page.forEach(row -> log.put(row.no(), row));
            page = page(log.lastKey(), stored);
        }
        List<Settled> marks = stored.list(SettledTable.SETTLED, "log = :log", Map.of("log", LOG.table()), 1);
        settled = marks.isEmpty() ? null : marks.get(0);
        Map<String, Settled> expected = new HashMap<>();
        if (settled != null) {
            expected.put(LOG.table(), new Settled(LOG.table(), settled.seq(), hash(settled.seq(), stored)));
        } else if (!stored.list(UsageTables.METER, "meter > '' order by meter", Map.of(), 1)
                .isEmpty()) {
            stored.fault(name(LOG.table()) + " is missing");
        }
        stored.compare(SettledTable.SETTLED, expected, MeterLogFold::name);
    }

    private static String name(String log) {
        return "where " + log + " was put into its table";
    }

    private static List<Logged<MeterRow>> page(long last, StateComparison stored) {
        return stored.list(LOG, "no > :last order by no", Map.of("last", last), 1_000);
    }

    /** An event has changed a meter. */
    void changed(long seq, @Nullable MeterRow before, MeterRow after) {
        if (settled == null || seq > settled.seq()) {
            if (!inTable.containsKey(after.meter())) {
                inTable.put(after.meter(), before); // null when the table has not seen it yet
            }
            changed.put(after.meter(), after);
        } else {
            hasSettled = true;
        }
    }

    private void compareCommit(long commit, StateComparison stored) {
        long no = commit * RowType.LOGGED_A_COMMIT;
        String last = "";
        while (!log.isEmpty() && commit(log.firstKey()) == commit) {
            Logged<MeterRow> row = log.pollFirstEntry().getValue();
            String meter = row.row().meter();
            if (row.previous() != previous) {
                stored.fault("row " + row.no() + " of the log of meters goes on from " + row.previous() + ", not from "
                        + previous);
            }
            if (row.no() != no) {
                stored.fault("row " + no + " of the log of meters is missing: " + row.no() + " comes in its place");
            }
            if (meter.compareTo(last) <= 0) {
                stored.fault("row " + row.no() + " of the log of meters is behind that of " + last);
            }
            stored.compare(
                    "the meter " + meter + " in row " + row.no() + " of its log", row.row(), changed.remove(meter));
            no++;
            previous = row.no();
            last = meter;
        }
        requireLogged(stored);
    }

    private void requireLogged(StateComparison stored) {
        changed.forEach(
                (meter, row) -> stored.compare("the meter " + meter + ", changed lately, in its log", null, row));
        changed.clear();
    }

    /** After all events: what is left of the log, the table, and where the log was put into it. */
    void compare(StateComparison stored, Map<String, MeterRow> meters) {
        before(Long.MAX_VALUE, stored);
        requireLogged(stored);
        Map<String, MeterRow> expected = new HashMap<>(meters);
        inTable.forEach((meter, row) -> {
            if (row == null) {
                expected.remove(meter);
            } else {
                expected.put(meter, row);
            }
        });
        stored.compare(UsageTables.METER, expected, meter -> "the meter " + meter);
        if (settled != null && !hasSettled) {
            stored.fault(name(LOG.table()) + " comes from no event: no meter was counted by then");
        }
    }

    private static String hash(long seq, StateComparison stored) {
        return stored
                .select(
                        "select hash from zentra_journal where tenant = :tenant and seq = :seq",
                        Map.of("seq", seq),
                        1,
                        (results, context) -> Settled.hash(results.getBytes(1)))
                .stream()
                .findFirst()
                .orElse("");
    }

    private static long commit(long no) {
        return no / RowType.LOGGED_A_COMMIT;
    }
}
