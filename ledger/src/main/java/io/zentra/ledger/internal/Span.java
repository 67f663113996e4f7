package io.zentra.ledger.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a journal, in the order in which a search goes through it.
 *
 * @param first the lowest sequence
 * @param last the highest sequence
 * @param isBackward whether the search goes from the last to the first
 */
record Span(long first, long last, boolean isBackward) {
    boolean isEmpty() {
        return first > last;
    }

    /** What comes after a sequence in the order of the search. */
    Span behind(long seq) {
        return isBackward ? upTo(seq - 1) : from(seq + 1);
    }

    /** What is of a sequence or lower ones. */
    Span upTo(long seq) {
        return new Span(first, Math.min(last, seq), isBackward);
    }

    /** What is of a sequence or higher ones. */
    Span from(long seq) {
        return new Span(Math.max(first, seq), last, isBackward);
    }

    boolean contains(long seq) {
        return seq >= first && seq <= last;
    }

    /** Whether the search comes to a sequence after another one. */
    boolean isBehind(long seq, long other) {
        return isBackward ? seq < other : seq > other;
    }

    /** The first sequences, in order. */
    List<Long> take(int count) {
        List<Long> taken = new ArrayList<>();
        for (long i = 0; i < count && i <= last - first; i++) {
            taken.add(isBackward ? last - i : first + i);
        }
        return taken;
    }

    /** How SQL names the order. */
    String order() {
        return isBackward ? "order by seq desc" : "order by seq";
    }
}
