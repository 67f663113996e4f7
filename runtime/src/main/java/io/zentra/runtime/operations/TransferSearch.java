package io.zentra.runtime.operations;

import io.zentra.core.identity.Identifier;
import io.zentra.core.journal.Metadata;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.Paging;
import io.zentra.runtime.TransferStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which transfers are looked for: those that meet all that is said. Immutable.
 *
 * <pre>{@code
 * TransferSearch open = TransferSearch.all().status(TransferStatus.PROCESSING).metadata("order", "4711").newestFirst();
 * TransferPage page = acme.operations().search(open);
 * TransferPage next = acme.operations().search(open.after(page.next()));
 * }</pre>
 *
 * @param status the state; null for any
 * @param source where the money comes from; null for any
 * @param destination where it goes; null for any
 * @param rail the rail that was chosen last; null for any
 * @param metadata words of the request, each with exactly this value; empty for any
 * @param from created at this time or later; null for any time
 * @param to created before this time; null for any time
 * @param paging which page
 */
public record TransferSearch(
        @Nullable TransferStatus status,
        @Nullable String source,
        @Nullable String destination,
        @Nullable String rail,
        Map<String, String> metadata,
        @Nullable Instant from,
        @Nullable Instant to,
        Paging paging) {
    /** The most transfers of a page. */
    public static final int MAX_PAGE = 1_000;

    /**
     * Checks limit, names and words.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration} for a limit that is not 1 to {@value
     *     #MAX_PAGE}; {@code invalid_id}; {@code invalid_metadata} for more words than a request has, or a value that none has
     */
    public TransferSearch {
        Queries.requirePage("transfers", paging.limit(), MAX_PAGE);
        requireIfGiven("account", source);
        requireIfGiven("account", destination);
        requireIfGiven("rail", rail);
        metadata = Metadata.require(metadata);
    }

    private static void requireIfGiven(String of, @Nullable String name) {
        if (name != null) {
            Identifier.require(of, name);
        }
    }

    /** All transfers, 100 a page, in the order of their creation. */
    public static TransferSearch all() {
        return new TransferSearch(null, null, null, null, Map.of(), null, null, Paging.FIRST);
    }

    /** Those of a state. */
    public TransferSearch status(TransferStatus wanted) {
        return new TransferSearch(wanted, source, destination, rail, metadata, from, to, paging);
    }

    /** Those from an account. */
    public TransferSearch source(String account) {
        return new TransferSearch(status, account, destination, rail, metadata, from, to, paging);
    }

    /** Those to an account. */
    public TransferSearch destination(String account) {
        return new TransferSearch(status, source, account, rail, metadata, from, to, paging);
    }

    /** Those for which a rail was chosen last. */
    public TransferSearch rail(String name) {
        return new TransferSearch(status, source, destination, name, metadata, from, to, paging);
    }

    /** Those whose request has a word with exactly this value; may be said of several names. */
    public TransferSearch metadata(String name, String value) {
        Map<String, String> words = new HashMap<>(metadata);
        words.put(name, value);
        return new TransferSearch(status, source, destination, rail, words, from, to, paging);
    }

    /** Those created at a time or later. */
    public TransferSearch from(Instant time) {
        return new TransferSearch(status, source, destination, rail, metadata, time, to, paging);
    }

    /** Those created before a time. */
    public TransferSearch to(Instant time) {
        return new TransferSearch(status, source, destination, rail, metadata, from, time, paging);
    }

    /** The same, what was created last first. */
    public TransferSearch newestFirst() {
        return with(paging.newestFirst());
    }

    /** Those after the place where a page of the same search ended, its {@link TransferPage#next()}. */
    public TransferSearch after(long place) {
        return with(paging.after(place));
    }

    /** So many a page. */
    public TransferSearch limit(int most) {
        return with(paging.limit(most));
    }

    private TransferSearch with(Paging other) {
        return new TransferSearch(status, source, destination, rail, metadata, from, to, other);
    }
}
