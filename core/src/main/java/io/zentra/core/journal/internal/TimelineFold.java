package io.zentra.core.journal.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.internal.JournalTables.Membership;
import io.zentra.core.storage.Queries;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table that leads from transfers and intents to their events, compared with the events: some at a time by their
 * primary key, and by their count, which tells of rows of no event. A missing row would hide its event from timelines and
 * packets.
 */
final class TimelineFold implements JournalFold {
    private static final int CHUNK = 1_000;

    private final Set<Membership> expected = new LinkedHashSet<>();
    private long begin = 1;
    private long last;
    private long count;

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        event.correlation().ifPresent(correlation -> expected.add(new Membership(correlation, event.seq())));
        last = event.seq();
        if (expected.size() >= CHUNK) {
            compareExpected(stored);
        }
    }

    @Override
    public void compare(StateComparison stored) {
        compareExpected(stored);
        long rows = stored.number("select count(*) from zentra_timeline where tenant = :tenant");
        if (rows != count) {
            stored.fault(new PlantedRows(stored)
                    .member()
                    .orElse("there are " + rows + " events in timelines, not " + count));
        }
    }

    private void compareExpected(StateComparison stored) {
        count += expected.size();
        Set<String> correlations =
                expected.stream().map(Membership::correlation).collect(Collectors.toSet());
        if (!correlations.isEmpty()) {
            for (Membership row : rows(stored, correlations)) {
                if (!expected.remove(row)) {
                    stored.fault("event " + row.seq() + " stands in the timeline of " + row.correlation()
                            + ", to which it does not belong");
                }
            }
            expected.forEach(missing ->
                    stored.fault("event " + missing.seq() + " is missing in the timeline of " + missing.correlation()));
        }
        expected.clear();
        begin = last + 1;
    }

    private List<Membership> rows(StateComparison stored, Set<String> correlations) {
        InList in = InList.of(correlations, Map.of("begin", begin, "last", last));
        return stored.list(
                JournalTables.TIMELINE,
                "correlation in (" + in.names() + ") and seq >= :begin and seq <= :last",
                in.values(),
                Queries.MAX_ROWS);
    }
}
