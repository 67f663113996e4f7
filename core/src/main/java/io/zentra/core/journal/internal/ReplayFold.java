package io.zentra.core.journal.internal;

import static io.zentra.core.storage.Column.integer;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.ToldRows;
import io.zentra.core.journal.internal.JournalTables.Replay;
import io.zentra.core.storage.RowType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What leads from an event to its command, and from a command to its replays: that each event names the first one of its
 * command, and the table of replays.
 */
final class ReplayFold implements JournalFold {
    private static final long NO = 0;

    private static final RowType<Long, Before> BEFORE = RowType.of("verified_command", Before::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(List.of(integer("first")), (row, out) -> out.integer(row.first()))
            .read(in -> new Before(in.integer(), in.integer()));

    private final ToldRows<Replay> replays = new ToldRows<>(
            JournalTables.REPLAY,
            Replay::first,
            Replay::seq,
            new ToldRows.Wording<>(
                    (event, row) -> event.type().equals(KeyFold.REPLAYED) && first(event) == row.first(),
                    row -> "event " + row.seq() + " is no replay of event " + row.first(),
                    row -> "event " + row.seq() + " is missing among the replays of event " + row.first(),
                    "replays"));

    private final Map<Long, Before> before = new HashMap<>();

    /** The first event of the command to which the event before belongs, under the number 0. */
    private record Before(long no, long first) {}

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(BEFORE, before), replays.table());
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        requireFirst(event, stored);
        if (event.type().equals(KeyFold.REPLAYED)) {
            replays.expect(new Replay(first(event), event.seq()), stored);
        }
    }

    /** A command's events stand together: each but the first names what the one before it is or names. */
    private void requireFirst(Event event, StateComparison stored) {
        OptionalLong first = event.first();
        Before last = before.get(NO);
        if (first.isPresent() && first.getAsLong() != (last == null ? 0 : last.first())) {
            stored.fault("event " + event.seq() + " names event " + first.getAsLong()
                    + " as the first of its command, to which it does not belong");
        }
        before.put(NO, new Before(NO, first.orElse(event.seq())));
    }

    private static long first(Event event) {
        return event.body().path("first_seq").longValue();
    }

    @Override
    public void compareSoFar(StateComparison stored) {
        replays.compareSoFar(stored);
    }

    @Override
    public void compare(StateComparison stored) {
        replays.compare(stored);
    }
}
