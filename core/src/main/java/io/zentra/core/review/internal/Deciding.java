package io.zentra.core.review.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewCase.Approval;
import io.zentra.core.review.ReviewCase.Proposal;
import io.zentra.core.review.ReviewCase.Standing;
import io.zentra.core.review.ReviewStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What people decide about a case. */
public final class Deciding {
    private Deciding() {}

    /** One approves what he or she has seen. */
    public record Approve(String decision) implements Change {
        @Override
        public Operation operation() {
            return Operations.APPROVE;
        }

        @Override
        public String type() {
            return CaseText.APPROVED;
        }

        @Override
        public void write(CanonicalJson json) {
            json.member("decision", decision);
        }

        @Override
        public After in(Situation situation) {
            situation.require(ReviewStatus.OPEN);
            situation.requireApprover();
            ReviewCase before = situation.before();
            String actor = situation.actor();
            if (before.isOwn(actor)) {
                throw situation.refused(
                        ErrorCode.OWN_CASE,
                        actor + " made the case " + before.id() + " or was the last to change it: ask somebody else",
                        actor);
            }
            if (!decision.equals(before.decision())) {
                throw ZentraException.of(
                        ErrorCode.DECISION_CHANGED,
                        "the case " + before.id() + " proposes something else by now: look at it again",
                        Map.of("case", before.id(), "decision", before.decision()));
            }
            if (situation.counting(before.approvals()).stream()
                    .anyMatch(each -> each.approver().equals(actor))) {
                throw situation.refused(
                        ErrorCode.ALREADY_APPROVED,
                        actor + " has approved the case " + before.id() + " already: ask somebody else",
                        actor);
            }
            Instant expiresAt = situation
                    .at()
                    .plus(Objects.requireNonNull(situation.entered()).approvalsLast());
            List<Approval> approvals = Stream.concat(
                            before.approvals().stream(), Stream.of(new Approval(actor, decision, expiresAt)))
                    .toList();
            return situation.isEnough(approvals)
                    ? After.of(before.with(new Standing(ReviewStatus.APPROVED, null, approvals))
                            .with(situation.decided()))
                    : After.of(before.with(new Standing(ReviewStatus.OPEN, null, approvals)));
        }
    }

    /** One denies it. */
    public record Deny(String reason) implements Change {
        @Override
        public Operation operation() {
            return Operations.DENY;
        }

        @Override
        public String type() {
            return CaseText.DENIED;
        }

        @Override
        public void write(CanonicalJson json) {
            json.member("reason", reason);
        }

        @Override
        public After in(Situation situation) {
            situation.require(ReviewStatus.OPEN);
            situation.requireApprover();
            Standing denied = new Standing(ReviewStatus.DENIED, reason, List.of());
            return After.of(situation.before().with(denied).with(situation.decided()));
        }
    }

    /** A denial is taken back before anything came of it. */
    public record Reopen() implements Change {
        @Override
        public Operation operation() {
            return Operations.REOPEN;
        }

        @Override
        public String type() {
            return CaseText.REOPENED;
        }

        @Override
        public After in(Situation situation) {
            situation.require(ReviewStatus.DENIED);
            Proposal old = situation.before().proposal();
            Proposal again = new Proposal(old.basis(), old.amount(), old.details(), old.revision() + 1, old.editor());
            return After.of(situation
                    .before()
                    .with(again)
                    .with(new Standing(ReviewStatus.OPEN, null, List.of()))
                    .with(situation.opened()));
        }
    }

    /** Whoever opened it needs it no longer. */
    public record Withdraw() implements Change {
        @Override
        public Operation operation() {
            return Operations.WITHDRAW;
        }

        @Override
        public String type() {
            return CaseText.WITHDRAWN;
        }

        @Override
        public After in(Situation situation) {
            if (situation.before().status().isFinal()) {
                throw situation.inStatus("it has to be open, approved or denied");
            }
            Standing withdrawn = new Standing(ReviewStatus.WITHDRAWN, null, List.of());
            return After.of(situation.before().with(withdrawn).with(situation.decided()));
        }
    }
}
