package io.zentra.core.review.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewCase.Approval;
import io.zentra.core.review.ReviewCase.Place;
import io.zentra.core.review.ReviewCase.Standing;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What becomes of a case by time, and by the work that waits for it. */
public final class Passing {
    private Passing() {}

    /** Approvals that count no longer are dropped; when the others are not enough, the case is open again. */
    public record Lapse() implements Change {
        @Override
        public Operation operation() {
            return Operations.EXPIRE;
        }

        @Override
        public String type() {
            return CaseText.LAPSED;
        }

        @Override
        public After in(Situation situation) {
            ReviewCase before = situation.before();
            List<Approval> left = situation.counting(before.approvals());
            boolean reopens = before.status() == ReviewStatus.APPROVED && !situation.isEnough(left);
            ReviewStatus status = reopens ? ReviewStatus.OPEN : before.status();
            ReviewCase after =
                    before.with(new Standing(status, before.standing().reason(), left));
            return After.of(reopens ? after.with(situation.opened()) : after);
        }
    }

    /** What waited for the case goes on, or ends. */
    public record Close() implements Change {
        @Override
        public Operation operation() {
            return Operations.RESUME;
        }

        @Override
        public String type() {
            return CaseText.CLOSED;
        }

        @Override
        public After in(Situation situation) {
            ReviewCase before = situation.before();
            boolean denied = before.status() == ReviewStatus.DENIED;
            if (!denied) {
                situation.require(ReviewStatus.APPROVED);
                if (!situation.isEnough(before.approvals())) {
                    throw situation.inStatus("enough of its approvals have to count");
                }
            }
            return After.of(before.with(new Standing(
                    denied ? ReviewStatus.REFUSED : ReviewStatus.RESUMED,
                    before.standing().reason(),
                    before.approvals())));
        }
    }

    /** A case that was open too long goes to the next lane. */
    public record Escalate() implements Change {
        @Override
        public Operation operation() {
            return Operations.ESCALATE;
        }

        @Override
        public String type() {
            return CaseText.ESCALATED;
        }

        @Override
        public After in(Situation situation) {
            requireDue(situation);
            LaneState target = Objects.requireNonNull(situation.target(), "a lane to escalate to");
            ReviewLane lane = target.lane();
            ReviewCase before = situation.before();
            LaneState.Turn turn = target.turn(before).orElse(null);
            Place place = new Place(
                    lane.name(),
                    target.row().lastEvent(),
                    lane.approvalsFor(before.proposal().amount()),
                    turn == null ? null : turn.person(),
                    situation.at().plus(lane.dueIn()));
            return new After(before.with(place), turn == null ? null : turn.after());
        }
    }

    /** A case was open too long, and there is no lane that it could go to. */
    public record Overdue() implements Change {
        @Override
        public Operation operation() {
            return Operations.ESCALATE;
        }

        @Override
        public String type() {
            return CaseText.OVERDUE;
        }

        @Override
        public After in(Situation situation) {
            requireDue(situation);
            return After.of(situation.before());
        }
    }

    private static void requireDue(Situation situation) {
        situation.require(ReviewStatus.OPEN);
        Instant dueAt = situation.before().place().dueAt();
        if (dueAt == null || dueAt.isAfter(situation.at())) {
            throw situation.inStatus("it has to be due");
        }
    }
}
