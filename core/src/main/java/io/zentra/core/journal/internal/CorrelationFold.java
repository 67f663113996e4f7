package io.zentra.core.journal.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.internal.JournalTables.Correlation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last event of each correlation, and that each event names the one before it. */
final class CorrelationFold implements JournalFold {
    private final Map<String, Correlation> last = new HashMap<>();

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        event.correlation().ifPresent(id -> {
            Correlation before = last.put(id, new Correlation(id, event.seq()));
            long expected = before == null ? 0 : before.last();
            if (event.previous().orElse(0) != expected) {
                stored.fault(
                        "event " + event.seq() + " does not name event " + expected + " as the one before it of " + id);
            }
        });
    }

    @Override
    public void compare(StateComparison stored) {
        stored.compare(JournalTables.CORRELATION, last, id -> "the last event of " + id);
    }
}
