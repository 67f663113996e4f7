package io.zentra.core.review.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.internal.ReviewTables.LaneRow;
import org.jspecify.annotations.Nullable;

/** What can become of a case: pure, from the case and its lane; the same when it happens and when it is verified. */
public interface Change {
    /**
     * What a change leaves.
     *
     * @param state the case
     * @param lane the lane whose turn moved; null for none
     */
    record After(ReviewCase state, @Nullable LaneRow lane) {
        static After of(ReviewCase state) {
            return new After(state, null);
        }
    }

    /** The kind of command that does it. */
    Operation operation();

    /** The type of the event that tells it. */
    String type();

    /** Writes what a request of it says besides the case, as members behind {@code case}. */
    default void write(CanonicalJson json) {}

    /**
     * Does it.
     *
     * @throws ZentraException to refuse it
     */
    After in(Situation situation);
}
