package io.zentra.core.journal;

import io.zentra.core.commit.Commits;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.internal.JournalCommands;
import io.zentra.core.journal.internal.JournalStore;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.storage.Queries;
import java.util.List;

/**
 * A named reader of a journal that remembers how far it has come. Sequences have no gaps and events of one tenant commit
 * in their order, so a reader that takes what follows its position misses nothing. Thread-safe; readers that share a
 * name share the position.
 *
 * <pre>{@code
 * JournalCursor cursor = acme.journal().cursor("search_index");
 * for (Event event : cursor.next(100)) {
 *     index(event);                      // at least once: may come again after a crash
 *     cursor.advanceTo(event.seq());
 * }
 * }</pre>
 */
public final class JournalCursor {
    private final String name;
    private final Access access;
    private final JournalStore store;
    private final Commits commits;
    private final Runnable counting;

    JournalCursor(String name, Access access, JournalStore store, Commits commits, Runnable counting) {
        this.name = name;
        this.access = access;
        this.store = store;
        this.commits = commits;
        this.counting = counting;
    }

    /**
     * The events after the position, in order; empty when there are none. Counts as a call that reads.
     *
     * @param limit the most events, 1 to {@value Journal#MAX_PAGE}
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration} for another limit, or
     *     {@code rate_limited}
     */
    public List<Event> next(int limit) {
        counting.run();
        return store.after(position(), Queries.requirePage("events", limit, Journal.MAX_PAGE)).stream()
                .map(StoredEvent::event)
                .map(Event::parse)
                .toList();
    }

    /** The sequence of the last event that was taken, 0 at first. */
    public long position() {
        return store.position(name);
    }

    /**
     * Moves the position forward and returns it; a position behind the present one changes nothing.
     *
     * @throws io.zentra.core.error.ZentraException {@code permission_denied} without {@link Permission#FOLLOW_JOURNAL};
     *     {@code invalid_configuration} for a position behind the journal's end
     */
    public long advanceTo(long seq) {
        access.require(Permission.FOLLOW_JOURNAL);
        return commits.run(access, new JournalCommands.Advance(name, seq));
    }
}
