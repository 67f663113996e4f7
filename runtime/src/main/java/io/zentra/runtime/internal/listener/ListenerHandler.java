package io.zentra.runtime.internal.listener;

import io.zentra.core.commit.Commits;
import io.zentra.core.identity.Access;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.journal.JournalFollower;
import io.zentra.core.journal.JournalFollower.Behind;
import io.zentra.core.journal.JournalListener;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.DueWork;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Tells one listener of the events of a tenant, a page a lease, so that tenants take turns. It finds out by looking which
 * journals have gone on, and so writes nothing in the commits of events.
 */
public final class ListenerHandler implements DueWork.Handler {
    private static final String SUBJECT = "journal";
    private static final int TENANTS_AT_ONCE = 1_000;

    private final String kind;
    private final JournalListener listener;
    private final JournalFollower follower;
    private final Commits commits;
    private final Queries queries;
    private final Function<Access, Journal> journals;

    /** A handler for the listener of this name. */
    public ListenerHandler(
            String name,
            JournalListener listener,
            Commits commits,
            Queries queries,
            Function<Access, Journal> journals) {
        this.kind = "listener." + name;
        this.listener = listener;
        this.follower = JournalFollower.ofListener(name);
        this.commits = commits;
        this.queries = queries;
        this.journals = journals;
    }

    /** The kind of its work, which only runtimes that have the listener look for. */
    public String kind() {
        return kind;
    }

    /**
     * Plans to tell of all that is new.
     *
     * @param plan takes the number of a tenant and the subject of the work
     */
    public void lookForNews(BiConsumer<Integer, String> plan) {
        for (Behind behind : follower.unplanned(queries, kind, TENANTS_AT_ONCE)) {
            plan.accept(behind.tenantNo(), SUBJECT);
        }
    }

    @Override
    public CompletableFuture<?> run(Access access, DueWork.Item item) {
        Journal journal = journals.apply(access);
        long taken = follower.position(queries, access.tenant().no());
        long position = taken == 0 ? endOfArchives(journal) : taken;
        List<Event> events = journal.after(position, JournalListener.MAX_EVENTS);
        long last = position;
        if (!events.isEmpty()) {
            listener.take(access.tenant().id().value(), events);
            last = events.get(events.size() - 1).seq();
        }
        boolean hasMore = events.size() == JournalListener.MAX_EVENTS;
        return commits.begin(access, new MoveListener(follower, item, last, hasMore));
    }

    /** Whoever begins when events are archived begins behind them, and whoever began before keeps them from being archived. */
    private static long endOfArchives(Journal journal) {
        List<ArchivedRange> archives = journal.archives();
        return archives.isEmpty() ? 0 : archives.get(archives.size() - 1).last();
    }
}
