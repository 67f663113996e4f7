package io.zentra.core.journal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.internal.JournalTables;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.storage.InList;
import io.zentra.core.storage.Queries;
import io.zentra.core.storage.RowType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A table that leads from something to the events that tell of it, compared with those events: its rows are a key of two
 * columns, the second the event's sequence, and do not change. Some at a time are looked up by their key; that there are no
 * others is told by counting. So a table may have any number of rows. Not thread-safe.
 *
 * @param <R> the row, which is its own key
 */
public final class ToldRows<R> {
    private static final int CHUNK = 1_000;

    private final RowType<R, R> type;
    private final Function<R, Object> first;
    private final ToLongFunction<R> seq;
    private final Wording<R> wording;
    private final FoldCounter count;
    private final Set<R> expected = new LinkedHashSet<>();
    private long begin;
    private long last;
    private boolean foundMissing;
    private boolean foundStrange;

    /**
     * How its rows are spoken of.
     *
     * @param isTold whether an event of a row's sequence tells of it
     * @param strange a row that its event does not tell of, as a fault
     * @param missing a row that is not there, as a fault
     * @param rows what its rows are
     */
    public record Wording<R>(
            BiPredicate<Event, R> isTold, Function<R, String> strange, Function<R, String> missing, String rows) {}

    /**
     * The rows of a table.
     *
     * @param first the first column of the key
     * @param seq the second one
     */
    public ToldRows(RowType<R, R> type, Function<R, Object> first, ToLongFunction<R> seq, Wording<R> wording) {
        this.type = type;
        this.first = first;
        this.seq = seq;
        this.wording = wording;
        this.count = new FoldCounter("told_" + type.table());
    }

    /** What is kept from event to event: how many rows there are. */
    public FoldTable<?, ?> table() {
        return count.table();
    }

    /** Takes a row of the next event. */
    public void expect(R row, StateComparison stored) {
        begin = expected.isEmpty() ? seq.applyAsLong(row) : begin;
        last = seq.applyAsLong(row);
        if (expected.add(row)) {
            count.add(1);
        }
        if (expected.size() >= CHUNK) {
            compareSoFar(stored);
        }
    }

    /** Compares the rows that are not compared yet. */
    public void compareSoFar(StateComparison stored) {
        if (expected.isEmpty()) {
            return;
        }
        Set<Object> firsts = expected.stream().map(first).collect(Collectors.toSet());
        InList in = InList.of(firsts, Map.of("begin", begin, "last", last));
        String condition = column(0) + " in (" + in.names() + ") and " + column(1) + " >= :begin and " + column(1)
                + " <= :last order by " + column(1) + ", " + column(0);
        for (R row : stored.list(type, condition, in.values(), Queries.MAX_ROWS)) {
            if (!expected.remove(row)) {
                foundStrange = true;
                stored.fault(wording.strange().apply(row));
            }
        }
        foundMissing |= !expected.isEmpty();
        expected.forEach(row -> stored.fault(wording.missing().apply(row)));
        expected.clear();
    }

    /** Compares what is left, and looks for the first row of no event when there are not as many as events tell of. */
    public void compare(StateComparison stored) {
        compareSoFar(stored);
        long rows = stored.number("select count(*) from " + type.table() + " where tenant = :tenant");
        if (!foundStrange && (foundMissing || rows != count.count())) {
            Optional<R> planted = planted(stored);
            planted.map(wording.strange()).ifPresent(stored::fault);
            if (planted.isEmpty() && !foundMissing) {
                stored.fault("there are " + rows + " " + wording.rows() + ", not " + count.count());
            }
        }
    }

    /** Slow, and needed only where the count is wrong. */
    private Optional<R> planted(StateComparison stored) {
        String order = " order by " + column(0) + ", " + column(1);
        List<R> page = stored.list(type, column(0) + " is not null" + order, Map.of(), CHUNK);
        while (!page.isEmpty()) {
            Map<Long, Optional<Event>> events = events(page, stored);
            for (R row : page) {
                Optional<Event> event = events.get(seq.applyAsLong(row));
                if (event == null
                        || !event.map(told -> wording.isTold().test(told, row)).orElse(true)) {
                    return Optional.of(row);
                }
            }
            R end = page.get(page.size() - 1);
            String behind = "(" + column(0) + " > :first or (" + column(0) + " = :first and " + column(1) + " > :seq))";
            Map<String, Object> values = Map.of("first", first.apply(end), "seq", seq.applyAsLong(end));
            page = stored.list(type, behind + order, values, CHUNK);
        }
        return Optional.empty();
    }

    /** The events that can be read; without their content those that lie in archives, which are not looked into. */
    private Map<Long, Optional<Event>> events(List<R> rows, StateComparison stored) {
        InList in = InList.of(rows.stream().map(seq::applyAsLong).collect(Collectors.toSet()), Map.of());
        Map<Long, Optional<Event>> events = new HashMap<>();
        stored.list(JournalTables.JOURNAL, "seq in (" + in.names() + ")", in.values(), rows.size())
                .forEach(row -> read(row, events));
        return events;
    }

    private static void read(StoredEvent row, Map<Long, Optional<Event>> into) {
        try {
            into.put(
                    row.seq(),
                    Event.isArchived(row.event()) ? Optional.empty() : Optional.of(Event.parse(row.event())));
        } catch (ZentraException unreadable) {
            into.remove(row.seq()); // as one that is not there
        }
    }

    private String column(int index) {
        return type.keyColumns().get(index).name();
    }
}
