package io.zentra.runtime.intent;

import io.zentra.core.storage.Queries;
import io.zentra.runtime.Paging;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which intents are looked for: those that meet all that is said. Immutable.
 *
 * <pre>{@code
 * IntentSearch waiting = IntentSearch.all().status(IntentStatus.IN_REVIEW).newestFirst();
 * IntentPage page = acme.intents().search(waiting);
 * IntentPage next = acme.intents().search(waiting.after(page.next()));
 * }</pre>
 *
 * @param status the state; null for any
 * @param from accepted at this time or later; null for any time
 * @param to accepted before this time; null for any time
 * @param paging which page
 */
public record IntentSearch(
        @Nullable IntentStatus status,
        @Nullable Instant from,
        @Nullable Instant to,
        Paging paging) {
    /** The most intents of a page; each is computed from its events. */
    public static final int MAX_PAGE = 100;

    /**
     * Checks the limit.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_configuration} for a limit that is not 1 to {@value
     *     #MAX_PAGE}
     */
    public IntentSearch {
        Queries.requirePage("intents", paging.limit(), MAX_PAGE);
    }

    /** All intents, 100 a page, in the order in which they were accepted. */
    public static IntentSearch all() {
        return new IntentSearch(null, null, null, Paging.FIRST);
    }

    /** Those of a state. */
    public IntentSearch status(IntentStatus wanted) {
        return new IntentSearch(wanted, from, to, paging);
    }

    /** Those accepted at a time or later. */
    public IntentSearch from(Instant time) {
        return new IntentSearch(status, time, to, paging);
    }

    /** Those accepted before a time. */
    public IntentSearch to(Instant time) {
        return new IntentSearch(status, from, time, paging);
    }

    /** The same, what was accepted last first. */
    public IntentSearch newestFirst() {
        return with(paging.newestFirst());
    }

    /** Those after the place where a page of the same search ended, its {@link IntentPage#next()}. */
    public IntentSearch after(long place) {
        return with(paging.after(place));
    }

    /** So many a page. */
    public IntentSearch limit(int most) {
        return with(paging.limit(most));
    }

    private IntentSearch with(Paging other) {
        return new IntentSearch(status, from, to, other);
    }
}
