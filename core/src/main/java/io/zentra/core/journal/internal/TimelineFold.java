package io.zentra.core.journal.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.ToldRows;
import io.zentra.core.journal.internal.JournalTables.Membership;
import java.util.List;

/**
 * The table that leads from transfers and intents to their events, compared with the events. A missing row would hide its
 * event from timelines and packets.
 */
final class TimelineFold implements JournalFold {
    private final ToldRows<Membership> members = new ToldRows<>(
            JournalTables.TIMELINE,
            Membership::correlation,
            Membership::seq,
            new ToldRows.Wording<>(
                    (event, row) -> event.correlation()
                            .filter(row.correlation()::equals)
                            .isPresent(),
                    row -> "event " + row.seq() + " stands in the timeline of " + row.correlation()
                            + ", to which it does not belong",
                    row -> "event " + row.seq() + " is missing in the timeline of " + row.correlation(),
                    "events in timelines"));

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(members.table());
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        event.correlation().ifPresent(id -> members.expect(new Membership(id, event.seq()), stored));
    }

    @Override
    public void compareSoFar(StateComparison stored) {
        members.compareSoFar(stored);
    }

    @Override
    public void compare(StateComparison stored) {
        members.compare(stored);
    }
}
