package io.zentra.core.commit;

import io.zentra.core.journal.Event;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the rows that a command needs before it decides. Not thread-safe: it is for the call that gets it. */
public interface Reads {
    /**
     * Names a row. Answers it when it is there already, so that a command can name further rows by what it holds; null
     * when it is not loaded yet or does not exist.
     */
    <K, R> @Nullable R need(RowType<K, R> type, K key);

    /**
     * Names rows that no key names. Answers them when they are there already, else null.
     *
     * <p>What a listing gives is what is stored when the commit begins. So it is for rows that are only ever appended, of
     * which {@link UnitOfWork#appended} gives the others.
     */
    <R> @Nullable List<R> needAll(Listing<R> listing);

    /** The time at which the command will decide; the same for all reads and decisions of one commit. */
    Instant now();

    /** Names an event of the tenant's journal, with the same answers. */
    @Nullable
    Event needEvent(long seq);

    /** The same; of one that lies in an archive it answers {@linkplain Event#remains what is left}. */
    @Nullable
    Event needRemains(long seq);

    /** Names the first event of a key of an operation, with the same answers: what became of an earlier command. */
    @Nullable
    Event needFirst(Operation operation, IdempotencyKey key);

    /**
     * Names a correlation that the command records events of, so that they can name the event before them. Not asked of an
     * id that the command itself makes.
     */
    void needCorrelation(String correlation);
}
