package io.zentra.runtime.payment;

import io.zentra.core.identity.Identifier;
import io.zentra.core.storage.Queries;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which payments or card authorizations are looked for. Immutable.
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
 * @param from asked for at this time or later; null for any time
 * @param to asked for before this time; null for any time
 * @param after the place where the page before ended; 0 for the first page
 * @param limit the most payments of a page
 */
public record PaymentSearch(
        @Nullable PaymentStatus status,
        @Nullable String source,
        @Nullable String destination,
        @Nullable Instant from,
        @Nullable Instant to,
        long after,
        int limit) {
    /**
     * Checks limit and names.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration} for a limit that is not 1 to {@value
     *     Payments#MAX_PAGE}; {@code invalid_id}
     */
    public PaymentSearch {
        Queries.requirePage("payments", limit, Payments.MAX_PAGE);
        if (source != null) {
            Identifier.require("account", source);
        }
        if (destination != null) {
            Identifier.require("account", destination);
        }
    }

    /** All, 100 a page, in the order in which they were asked for. */
    public static PaymentSearch all() {
        return new PaymentSearch(null, null, null, null, null, 0, 100);
    }

    /** Those of a state. */
    public PaymentSearch status(PaymentStatus wanted) {
        return new PaymentSearch(wanted, source, destination, from, to, after, limit);
    }

    /** Those from an account. */
    public PaymentSearch source(String account) {
        return new PaymentSearch(status, account, destination, from, to, after, limit);
    }

    /** Those to an account. */
    public PaymentSearch destination(String account) {
        return new PaymentSearch(status, source, account, from, to, after, limit);
    }

    /** Those asked for at a time or later. */
    public PaymentSearch from(Instant time) {
        return new PaymentSearch(status, source, destination, time, to, after, limit);
    }

    /** Those asked for before a time. */
    public PaymentSearch to(Instant time) {
        return new PaymentSearch(status, source, destination, from, time, after, limit);
    }

    /** Those after the place where a page ended, its {@link PaymentPage#next()}. */
    public PaymentSearch after(long place) {
        return new PaymentSearch(status, source, destination, from, to, place, limit);
    }

    /** So many a page. */
    public PaymentSearch limit(int most) {
        return new PaymentSearch(status, source, destination, from, to, after, most);
    }
}
