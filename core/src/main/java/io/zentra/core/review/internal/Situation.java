package io.zentra.core.review.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewCase.Approval;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A case when something is to be done to it, with all that decides whether it may be.
 *
 * @param before the case
 * @param lane its lane now; null when it is not set
 * @param entered its lane as it was when the case came into it, or as it was set first; null when it is not set
 * @param target the lane that it would escalate to; null for none
 * @param actor who does it, as {@code kind:id}
 * @param at when
 */
record Situation(
        ReviewCase before,
        @Nullable LaneState lane,
        @Nullable ReviewLane entered,
        @Nullable LaneState target,
        String actor,
        Instant at) {
    /** Those who were added to the lane after the case came into it, or were taken off since, do not count. */
    boolean isApprover(String person) {
        return entered != null
                && lane != null
                && entered.approvers().contains(person)
                && lane.lane().approvers().contains(person);
    }

    /** The approvals that count now. */
    List<Approval> counting(List<Approval> approvals) {
        String decision = before.decision();
        return approvals.stream()
                .filter(each -> each.decision().equals(decision)
                        && each.expiresAt().isAfter(at)
                        && isApprover(each.approver())
                        && !before.isOwn(each.approver()))
                .toList();
    }

    /** Whether these are enough. */
    boolean isEnough(List<Approval> approvals) {
        long people =
                counting(approvals).stream().map(Approval::approver).distinct().count();
        int required = before.place().required();
        if (required == 0) {
            required = entered == null
                    ? Integer.MAX_VALUE
                    : entered.approvalsFor(before.proposal().amount());
        }
        return people >= required;
    }

    /** The place of the case when it is open from now on. */
    ReviewCase.Place opened() {
        ReviewCase.Place place = before.place();
        Instant dueAt = entered == null ? null : at.plus(entered.dueIn());
        return new ReviewCase.Place(place.lane(), place.laneSeq(), place.required(), place.owner(), dueAt);
    }

    /** The place of the case when it is not open any more. */
    ReviewCase.Place decided() {
        ReviewCase.Place place = before.place();
        return new ReviewCase.Place(place.lane(), place.laneSeq(), place.required(), place.owner(), null);
    }

    /** The place of the case with another owner. */
    ReviewCase.Place ownedBy(@Nullable String owner) {
        ReviewCase.Place place = before.place();
        return new ReviewCase.Place(place.lane(), place.laneSeq(), place.required(), owner, place.dueAt());
    }

    void require(ReviewStatus status) {
        if (before.status() != status) {
            throw inStatus("it has to be " + status.code());
        }
    }

    ZentraException inStatus(String what) {
        return ZentraException.of(
                ErrorCode.CASE_NOT_OPEN,
                "the case " + before.id() + " is " + before.status().code() + ", and " + what + " for this",
                Map.of("case", before.id(), "status", before.status().code()));
    }

    void requireMember(String person) {
        if (lane == null || !lane.lane().hasMember(person)) {
            throw refused(
                    ErrorCode.NOT_IN_LANE,
                    person + " is neither on the rota nor among the approvers of the lane "
                            + before.place().lane(),
                    person);
        }
    }

    void requireApprover() {
        if (!isApprover(actor)) {
            throw refused(
                    ErrorCode.NOT_AN_APPROVER,
                    actor + " is no approver of the lane " + before.place().lane()
                            + ", or was none when the case came into it: ask one who was and is",
                    actor);
        }
    }

    ZentraException refused(ErrorCode code, String message, String person) {
        return ZentraException.of(code, message, Map.of("case", before.id(), "person", person));
    }
}
