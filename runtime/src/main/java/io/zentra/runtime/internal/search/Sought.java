package io.zentra.runtime.internal.search;

import io.zentra.core.search.Candidates;
import io.zentra.core.storage.RowType;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The rows that a search looks for.
 *
 * @param type their table
 * @param all the numbers of all rows of the kind
 * @param indexed the numbers of those that meet criteria for which the table has an index, each criterion for itself
 * @param ends what is said of their requests
 * @param meets whether a row meets all that its own columns tell
 * @param request the event with the request of a row, or another one of its command
 * @param <R> a row
 */
public record Sought<R>(
        RowType<Long, R> type,
        Candidates all,
        List<Candidates> indexed,
        Ends ends,
        Predicate<R> meets,
        ToLongFunction<R> request) {
    /** Copies the list. */
    public Sought {
        indexed = List.copyOf(indexed);
    }
}
