package io.zentra.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy decided about an operation, and from what. Immutable; it is kept in the journal, and made again from what
 * it keeps it is the same to the last bit.
 *
 * @param policy the version that decided
 * @param facts what it knew
 * @param verdict what it said
 * @param reason the code of a denial or the lane of a review; null when it was accepted
 * @param decidedBy the id of the rule that decided, {@link #BY_SCORE}, {@link RailChoice#CORRIDORS}, or null when nothing
 *     spoke for or against it
 * @param fired the rules that applied, in the order of the policy
 * @param windows the windows that count the operation, in the order of their names
 * @param score the sum of the points
 * @param rails which of the proposed rails may take it
 */
public record Decision(
        PolicyRef policy,
        Facts facts,
        Verdict verdict,
        @Nullable String reason,
        @Nullable String decidedBy,
        List<Fired> fired,
        List<WindowReading> windows,
        int score,
        RailChoice rails) {
    /** What decided when a band of the score did. */
    public static final String BY_SCORE = "score";

    /** The code of a denial because no rail is left, or the one that was asked for may not take it. */
    public static final String NO_RAIL = "no_rail";

    /** The code of a denial because no corridor of any rail, or of the one asked for, is that of the operation. */
    public static final String CORRIDOR_CLOSED = "corridor_closed";

    /** Copies the lists. */
    public Decision {
        fired = List.copyOf(fired);
        windows = List.copyOf(windows);
    }

    /** Whether the operation may go on. */
    public boolean isAccepted() {
        return verdict == Verdict.ACCEPTED;
    }
}
