package io.zentra.runtime.internal.search;

import io.zentra.core.journal.Journal;
import io.zentra.core.search.Span;
import io.zentra.runtime.Paging;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a page of a search is looked for. */
public final class PageSpan {
    private PageSpan() {}

    /**
     * The sequences of what was recorded in a time, behind the page before.
     *
     * @param from the first instant; null for any
     * @param to the instant behind the last; null for any
     */
    public static Span of(Journal journal, @Nullable Instant from, @Nullable Instant to, Paging paging) {
        Span span = new Span(1, Long.MAX_VALUE, paging.isNewestFirst());
        if (from != null) {
            span = span.from(before(journal, from) + 1);
        }
        if (to != null) {
            span = span.upTo(before(journal, to));
        }
        return paging.after() == 0 ? span : span.behind(paging.after());
    }

    /** The last event before a time: what was created then has a higher number. */
    private static long before(Journal journal, Instant time) {
        return time.isAfter(Instant.EPOCH) ? journal.recordedBy(time.minusNanos(1)) : 0;
    }
}
