package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.Map;

/**
 * Which page of a search, and in which order: a search makes it. Immutable.
 *
 * <pre>{@code
 * Paging paging = TransferSearch.all().newestFirst().limit(20).paging();
 * }</pre>
 *
 * @param isNewestFirst whether what was created last comes first
 * @param after the place where the page before ended; 0 for the first page
 * @param limit the most of a page
 */
public record Paging(boolean isNewestFirst, long after, int limit) {
    /** The first page of 100, the oldest first. */
    public static final Paging FIRST = new Paging(false, 0, 100);

    /**
     * Checks the place.
     *
     * @throws ZentraException {@code invalid_cursor} for one that no page gives
     */
    public Paging {
        if (after < 0 || after == Long.MAX_VALUE) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CURSOR,
                    "no page ends at " + after + ": give the next() of the page before, or 0 for the first page",
                    Map.of("cursor", String.valueOf(after)));
        }
    }

    /** The same with what was created last first. */
    public Paging newestFirst() {
        return new Paging(true, after, limit);
    }

    /** The page behind a place. */
    public Paging after(long place) {
        return new Paging(isNewestFirst, place, limit);
    }

    /** The same with pages of another length. */
    public Paging limit(int most) {
        return new Paging(isNewestFirst, after, most);
    }
}
