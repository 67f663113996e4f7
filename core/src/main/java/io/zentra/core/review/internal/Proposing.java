package io.zentra.core.review.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewCase.Place;
import io.zentra.core.review.ReviewCase.Proposal;
import io.zentra.core.review.ReviewCase.Standing;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be approved, changed: nothing of what was approved before counts for it. */
public final class Proposing {
    private Proposing() {}

    /**
     * Somebody changes what is to be approved, so that what was approved before counts no longer.
     *
     * @param basis the new decision; null to keep it and the amount
     * @param amount its amount; null for none
     */
    public record Edit(@Nullable String basis, @Nullable Money amount, Map<String, String> details) implements Change {
        /** Copies the details. */
        public Edit {
            details = Map.copyOf(details);
        }

        @Override
        public Operation operation() {
            return Operations.EDIT;
        }

        @Override
        public String type() {
            return CaseText.EDITED;
        }

        @Override
        public void write(CanonicalJson json) {
            json.optionalMember("details", details);
        }

        @Override
        public After in(Situation situation) {
            situation.require(ReviewStatus.OPEN);
            Proposal old = situation.before().proposal();
            return After.of(proposing(
                    situation,
                    new Proposal(
                            basis == null ? old.basis() : basis,
                            basis == null ? old.amount() : amount,
                            details,
                            old.revision() + 1,
                            situation.actor()),
                    situation.before().place()));
        }
    }

    /** The decision came out otherwise when it was made again. */
    public record Redecide(String basis, @Nullable Money amount) implements Change {
        @Override
        public Operation operation() {
            return Operations.RESUME;
        }

        @Override
        public String type() {
            return CaseText.REDECIDED;
        }

        @Override
        public After in(Situation situation) {
            if (situation.before().status() != ReviewStatus.OPEN) {
                situation.require(ReviewStatus.APPROVED);
            }
            boolean open = situation.before().status() == ReviewStatus.OPEN;
            Proposal old = situation.before().proposal();
            return After.of(proposing(
                    situation,
                    new Proposal(basis, amount, old.details(), old.revision() + 1, old.editor()),
                    open ? situation.before().place() : situation.opened()));
        }
    }

    /** Another proposal, of which nothing is approved yet; its amount tells how many approvals it takes. */
    private static ReviewCase proposing(Situation situation, Proposal proposal, Place place) {
        ReviewLane entered = situation.entered();
        int required = entered == null || place.required() == 0
                ? place.required() // its lane was not set when it came, and the number is looked up when it counts
                : entered.approvalsFor(proposal.amount());
        return situation
                .before()
                .with(proposal)
                .with(new Standing(ReviewStatus.OPEN, null, List.of()))
                .with(new Place(place.lane(), place.laneSeq(), required, place.owner(), place.dueAt()));
    }
}
