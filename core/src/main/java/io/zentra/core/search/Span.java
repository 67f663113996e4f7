package io.zentra.core.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of a journal, in the order in which a search goes through it. Immutable.
 *
 * <pre>{@code
 * Span rest = new Span(1, handle.journal().size(), true).behind(4_711);
 * }</pre>
 *
 * @param first the lowest sequence
 * @param last the highest sequence
 * @param isBackward whether the search goes from the last to the first
 */
public record Span(long first, long last, boolean isBackward) {
    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return first > last;
    }

    /** What comes after a sequence in the order of the search. */
    public Span behind(long seq) {
        return isBackward ? upTo(seq - 1) : from(seq + 1);
    }

    /** What is of a sequence or lower ones. */
    public Span upTo(long seq) {
        return new Span(first, Math.min(last, seq), isBackward);
    }

    /** What is of a sequence or higher ones. */
    public Span from(long seq) {
        return new Span(Math.max(first, seq), last, isBackward);
    }

    /** Whether a sequence is in it. */
    public boolean contains(long seq) {
        return seq >= first && seq <= last;
    }

    /** Whether the search comes to a sequence after another one. */
    public boolean isBehind(long seq, long other) {
        return isBackward ? seq < other : seq > other;
    }

    /** The first sequences, in order. */
    public List<Long> take(int count) {
        List<Long> taken = new ArrayList<>();
        for (long i = 0; i < count && i <= last - first; i++) {
            taken.add(isBackward ? last - i : first + i);
        }
        return taken;
    }

    /** The first of some sequences that are in it, in order, each once. */
    public List<Long> first(Collection<Long> seqs, int count) {
        return seqs.stream()
                .filter(this::contains)
                .distinct()
                .sorted(isBackward ? Comparator.reverseOrder() : Comparator.naturalOrder())
                .limit(count)
                .toList();
    }

    /** How SQL names the order. */
    String order(String column) {
        return "order by " + column + (isBackward ? " desc" : "");
    }
}
