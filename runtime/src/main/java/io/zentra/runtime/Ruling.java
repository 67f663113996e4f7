package io.zentra.runtime;

import io.zentra.ledger.Hold;
import io.zentra.ledger.Posting;
import io.zentra.policy.DecisionRecord;

/** What became of a controlled operation when it was asked for. Immutable. */
public sealed interface Ruling {
    /** The decision about it. */
    DecisionRecord decision();

    /**
     * It was let through and posted, in the same commit.
     *
     * @param posting its posting, which names the decision
     */
    record Posted(DecisionRecord decision, Posting posting) implements Ruling {}

    /**
     * It was let through and held, in the same commit.
     *
     * @param hold its hold, which names the decision
     */
    record Held(DecisionRecord decision, Hold hold) implements Ruling {}

    /**
     * Nothing has moved; persons decide. When they approve, it goes on by itself.
     *
     * @param caseId the id of the case that waits for them
     */
    record InReview(DecisionRecord decision, String caseId) implements Ruling {}

    /** Nothing has moved, and nothing will. */
    record Denied(DecisionRecord decision) implements Ruling {}
}
