package io.zentra.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it is kept. Immutable.
 *
 * @param id its id, {@code de_…}
 * @param eventSeq the event that keeps it
 * @param decision what was decided
 * @param trials what versions on trial said to the same operation, without effect
 * @param approvedByCase the id of the case by which persons let it go on although it asked for a review; null for none
 */
public record DecisionRecord(
        String id,
        long eventSeq,
        Decision decision,
        List<Decision> trials,
        @Nullable String approvedByCase) {
    /** Copies the list. */
    public DecisionRecord {
        trials = List.copyOf(trials);
    }

    /** Whether the operation goes on: it was accepted, or persons let it. */
    public boolean goesOn() {
        return decision.isAccepted() || approvedByCase != null;
    }
}
