package io.zentra.core.commit;

import io.zentra.core.identity.Access;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deciding command sees and changes: the rows it named, the time, and the events to come. Not thread-safe: it is for
 * the call that gets it.
 */
public interface UnitOfWork {
    /** The tenant and actor of the command. */
    Access access();

    /** The time of this decision; never before that of an event recorded earlier. */
    Instant now();

    /**
     * A row that the command named in its reads, with all changes so far, or that was appended in this commit; null when
     * there is none.
     */
    <K, R> @Nullable R get(RowType<K, R> type, K key);

    /**
     * The rows of a listing that the command named in its reads, as they were stored when this commit began. What the
     * commit has appended since is not among them: see {@link #appended}.
     */
    <R> List<R> all(Listing<R> listing);

    /** The rows of a type that were appended in this commit so far, in order: those that no listing gives yet. */
    <R> List<R> appended(RowType<?, R> type);

    /** An event that the command named in its reads; null when there is none. */
    @Nullable
    Event event(long seq);

    /** The same; of one that lies in an archive {@linkplain Event#remains what is left}. */
    @Nullable
    Event remains(long seq);

    /** The first event of a key that the command named in its reads; null when the key was not used yet. */
    @Nullable
    Event first(Operation operation, IdempotencyKey key);

    /** Inserts or replaces a row that the command named in its reads. */
    <K, R> void put(RowType<K, R> type, R row);

    /** Inserts a row whose key was made by this command, so that it cannot exist yet; later commands see it. */
    <K, R> void insert(RowType<K, R> type, R row);

    /** Inserts a row that cannot exist yet; it costs less than {@link #insert}, and more when it is asked for. */
    <K, R> void append(RowType<K, R> type, R row);

    /** Deletes a row that the command named in its reads. */
    <K, R> void delete(RowType<K, R> type, K key);

    /** The sequence that the next recorded event will have. */
    long nextSeq();

    /** A new id of a kind, which holds {@link #nextSeq()}: record the thing's first event next. */
    String newId(String prefix);

    /** A new id of a kind for the thing whose first event comes after so many others of this command. */
    String newId(String prefix, int eventsAhead);

    /** Records an event and returns its sequence. Its correlation, if any, was named in the command's reads. */
    long record(Draft draft);

    /**
     * An event to record.
     *
     * @param type what happened, such as {@code ledger.entry.created}
     * @param subject the id of what it is about, or null
     * @param correlation the id of the transfer or intent that it belongs to, or null
     * @param body writes the facts as an object
     */
    record Draft(
            String type, @Nullable String subject, @Nullable String correlation, CanonicalJson.Value body) {}
}
