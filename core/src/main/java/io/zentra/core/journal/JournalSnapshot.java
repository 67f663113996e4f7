package io.zentra.core.journal;

import io.zentra.core.journal.internal.JournalStore;
import io.zentra.core.journal.internal.JournalTables.StoredEvent;
import io.zentra.core.journal.internal.MerkleLog;
import io.zentra.core.storage.Queries;
import java.util.List;

/**
 * A tenant's journal as it was at one moment, and all that is stored beside it, whatever is written meanwhile. Lives as
 * long as {@link Journal#snapshot} runs, on its thread.
 *
 * <pre>{@code
 * acme.journal().snapshot(journal -> journal.after(0, 100).size() <= journal.size());
 * }</pre>
 */
public final class JournalSnapshot {
    private final Queries queries;
    private final JournalStore store;
    private final long size;

    JournalSnapshot(Queries queries, int tenantNo) {
        this.queries = queries;
        this.store = new JournalStore(queries, tenantNo);
        this.size = store.head().map(JournalStore.Head::seq).orElse(0L);
    }

    /** How many events there are; also the sequence of the last. */
    public long size() {
        return size;
    }

    /**
     * The Merkle root over all events, 32 bytes: that of a checkpoint of this size. What no checkpoint covers yet is read
     * event by event.
     *
     * @throws io.zentra.core.error.ZentraException {@code journal_damaged} when an event is missing
     */
    public byte[] root() {
        return new MerkleLog(store).root(size);
    }

    /**
     * Events after a sequence, in order.
     *
     * @param limit the most events, 1 to {@value Journal#MAX_PAGE}
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration} for another limit
     */
    public List<Event> after(long seq, int limit) {
        return store.after(seq, Queries.requirePage("events", limit, Journal.MAX_PAGE)).stream()
                .map(StoredEvent::event)
                .map(Event::parse)
                .toList();
    }

    /** What else is stored, in the same state. */
    public Queries queries() {
        return queries;
    }
}
