package io.zentra.core.search;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What something can be found by, as an event tells it. Immutable.
 *
 * <pre>{@code
 * FoundBy.of(event.seq(), Set.of(TermIndex.term("source", "customer:42")));
 * }</pre>
 *
 * @param seq the sequence of the event that made it: that of the telling event, or one of the next 16 of the same command
 * @param terms numbers that {@link TermIndex#term} makes; empty when the event tells of nothing
 */
public record FoundBy(long seq, Set<Long> terms) {
    /** Of an event that tells of nothing. */
    public static final FoundBy NOTHING = new FoundBy(0, Set.of());

    /** Copies the terms, in their order. */
    public FoundBy {
        terms = Collections.unmodifiableSet(new LinkedHashSet<>(terms));
    }

    /** Its terms when it was made behind a place, else none. */
    Set<Long> behind(long place) {
        return seq > place ? terms : Set.of();
    }

    /** Whether it is this, under this term. */
    boolean has(TermTables.TermRow row) {
        return seq == row.seq() && terms.contains(row.term());
    }
}
