package io.zentra.runtime.operations;

import io.zentra.core.identity.Identifier;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.TransferStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which transfers are looked for. Immutable.
 *
 * <pre>{@code
 * TransferSearch open = TransferSearch.all().status(TransferStatus.PROCESSING).rail("rail_primary");
 * TransferPage page = acme.operations().search(open);
 * TransferPage next = acme.operations().search(open.after(page.next()));
 * }</pre>
 *
 * @param status the state; null for any
 * @param source where the money comes from; null for any
 * @param destination where it goes; null for any
 * @param rail the rail that was chosen last; null for any
 * @param from created at this time or later; null for any time
 * @param to created before this time; null for any time
 * @param after the place where the page before ended; 0 for the first page
 * @param limit the most transfers of a page
 */
public record TransferSearch(
        @Nullable TransferStatus status,
        @Nullable String source,
        @Nullable String destination,
        @Nullable String rail,
        @Nullable Instant from,
        @Nullable Instant to,
        long after,
        int limit) {
    /** The most transfers of a page. */
    public static final int MAX_PAGE = 1_000;

    /**
     * Checks limit and names.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration} for a limit that is not 1 to {@value
     *     #MAX_PAGE}; {@code invalid_id}
     */
    public TransferSearch {
        Queries.requirePage("transfers", limit, MAX_PAGE);
        requireIfGiven("account", source);
        requireIfGiven("account", destination);
        requireIfGiven("rail", rail);
    }

    private static void requireIfGiven(String of, @Nullable String name) {
        if (name != null) {
            Identifier.require(of, name);
        }
    }

    /** All transfers, 100 a page, in the order of their creation. */
    public static TransferSearch all() {
        return new TransferSearch(null, null, null, null, null, null, 0, 100);
    }

    /** Those of a state. */
    public TransferSearch status(TransferStatus wanted) {
        return new TransferSearch(wanted, source, destination, rail, from, to, after, limit);
    }

    /** Those from an account. */
    public TransferSearch source(String account) {
        return new TransferSearch(status, account, destination, rail, from, to, after, limit);
    }

    /** Those to an account. */
    public TransferSearch destination(String account) {
        return new TransferSearch(status, source, account, rail, from, to, after, limit);
    }

    /** Those for which a rail was chosen last. */
    public TransferSearch rail(String name) {
        return new TransferSearch(status, source, destination, name, from, to, after, limit);
    }

    /** Those created at a time or later. */
    public TransferSearch from(Instant time) {
        return new TransferSearch(status, source, destination, rail, time, to, after, limit);
    }

    /** Those created before a time. */
    public TransferSearch to(Instant time) {
        return new TransferSearch(status, source, destination, rail, from, time, after, limit);
    }

    /** Those after the place where a page ended, its {@link TransferPage#next()}. */
    public TransferSearch after(long place) {
        return new TransferSearch(status, source, destination, rail, from, to, place, limit);
    }

    /** So many a page. */
    public TransferSearch limit(int most) {
        return new TransferSearch(status, source, destination, rail, from, to, after, most);
    }
}
