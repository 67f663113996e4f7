package io.zentra.runtime.payment;

import io.zentra.core.identity.Identifier;
import io.zentra.core.journal.Metadata;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.Paging;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which payments or card authorizations are looked for: those that meet all that is said. Immutable.
 *
 * <pre>{@code
 * PaymentSearch disputed = PaymentSearch.all().status(PaymentStatus.CHARGED_BACK).destination("merchant:7");
 * PaymentPage page = acme.payments().search(disputed);
 * PaymentPage next = acme.payments().search(disputed.after(page.next()));
 * }</pre>
 *
 * @param status the state; null for any
 * @param source where the money comes from; null for any
 * @param destination where it goes; null for any
 * @param metadata words of the request, each with exactly this value; empty for any
 * @param from asked for at this time or later; null for any time
 * @param to asked for before this time; null for any time
 * @param paging which page
 */
public record PaymentSearch(
        @Nullable PaymentStatus status,
        @Nullable String source,
        @Nullable String destination,
        Map<String, String> metadata,
        @Nullable Instant from,
        @Nullable Instant to,
        Paging paging) {
    /**
     * Checks limit, names and words.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration} for a limit that is not 1 to {@value
     *     Payments#MAX_PAGE}; {@code invalid_id}; {@code invalid_metadata} for more words than a request has, or a value
     *     that none has
     */
    public PaymentSearch {
        Queries.requirePage("payments", paging.limit(), Payments.MAX_PAGE);
        if (source != null) {
            Identifier.require("account", source);
        }
        if (destination != null) {
            Identifier.require("account", destination);
        }
        metadata = Metadata.require(metadata);
    }

    /** All, 100 a page, in the order in which they were asked for. */
    public static PaymentSearch all() {
        return new PaymentSearch(null, null, null, Map.of(), null, null, Paging.FIRST);
    }

    /** Those of a state. */
    public PaymentSearch status(PaymentStatus wanted) {
        return new PaymentSearch(wanted, source, destination, metadata, from, to, paging);
    }

    /** Those from an account. */
    public PaymentSearch source(String account) {
        return new PaymentSearch(status, account, destination, metadata, from, to, paging);
    }

    /** Those to an account. */
    public PaymentSearch destination(String account) {
        return new PaymentSearch(status, source, account, metadata, from, to, paging);
    }

    /** Those whose request has a word with exactly this value; may be said of several names. */
    public PaymentSearch metadata(String name, String value) {
        Map<String, String> words = new HashMap<>(metadata);
        words.put(name, value);
        return new PaymentSearch(status, source, destination, words, from, to, paging);
    }

    /** Those asked for at a time or later. */
    public PaymentSearch from(Instant time) {
        return new PaymentSearch(status, source, destination, metadata, time, to, paging);
    }

    /** Those asked for before a time. */
    public PaymentSearch to(Instant time) {
        return new PaymentSearch(status, source, destination, metadata, from, time, paging);
    }

    /** The same, what was asked for last first. */
    public PaymentSearch newestFirst() {
        return with(paging.newestFirst());
    }

    /** Those after the place where a page of the same search ended, its {@link PaymentPage#next()}. */
    public PaymentSearch after(long place) {
        return with(paging.after(place));
    }

    /** So many a page. */
    public PaymentSearch limit(int most) {
        return with(paging.limit(most));
    }

    private PaymentSearch with(Paging other) {
        return new PaymentSearch(status, source, destination, metadata, from, to, other);
    }
}
