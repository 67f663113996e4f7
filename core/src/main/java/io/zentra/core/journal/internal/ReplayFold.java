package io.zentra.core.journal.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.internal.JournalTables.Replay;
import io.zentra.core.storage.Queries;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What leads from an event to its command, and from a command to its replays: that each event names the first one of its
 * command, and the table of replays, compared some at a time by its primary key, and by its count.
 */
final class ReplayFold implements JournalFold {
    private static final int CHUNK = 1_000;

    private final Set<Replay> expected = new LinkedHashSet<>();
    private OptionalLong firstOfBefore = OptionalLong.empty();
    private long begin = 1;
    private long last;
    private long count;

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        requireFirst(event, stored);
        if (event.type().equals(KeyFold.REPLAYED)) {
            expected.add(new Replay(first(event), event.seq()));
        }
        last = event.seq();
        if (expected.size() >= CHUNK) {
            compareExpected(stored);
        }
    }

    /** A command's events stand together: each but the first names what the one before it is or names. */
    private void requireFirst(Event event, StateComparison stored) {
        OptionalLong first = event.first();
        if (first.isPresent() && first.getAsLong() != firstOfBefore.orElse(last)) {
            stored.fault("event " + event.seq() + " names event " + first.getAsLong()
                    + " as the first of its command, to which it does not belong");
        }
        firstOfBefore = first;
    }

    @Override
    public void compare(StateComparison stored) {
        compareExpected(stored);
        long rows = stored.number("select count(*) from zentra_replay where tenant = :tenant");
        if (rows != count) {
            stored.fault(new PlantedRows(stored).replay().orElse("there are " + rows + " replays, not " + count));
        }
    }

    /** Whether an event records that a key came again which the given event had used first. */
    static boolean isReplay(Event event, long first) {
        return event.type().equals(KeyFold.REPLAYED) && first(event) == first;
    }

    private static long first(Event event) {
        return event.body().path("first_seq").longValue();
    }

    private void compareExpected(StateComparison stored) {
        count += expected.size();
        Set<Long> firsts = expected.stream().map(Replay::first).collect(Collectors.toSet());
        if (!firsts.isEmpty()) {
            for (Replay row : rows(stored, firsts)) {
                if (!expected.remove(row)) {
                    stored.fault("event " + row.seq() + " is no replay of event " + row.first());
                }
            }
            expected.forEach(missing -> stored.fault(
                    "event " + missing.seq() + " is missing among the replays of event " + missing.first()));
        }
        expected.clear();
        begin = last + 1;
    }

    private List<Replay> rows(StateComparison stored, Set<Long> firsts) {
        InList in = InList.of(firsts, Map.of("begin", begin, "last", last));
        return stored.list(
                JournalTables.REPLAY,
                "first_seq in (" + in.names() + ") and seq >= :begin and seq <= :last",
                in.values(),
                Queries.MAX_ROWS);
    }
}
