package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Money;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.review.Reviews;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose approvals count, and for what: the ways around four eyes are tried one by one. */
public abstract class FourEyesContract extends ReviewDesk {
    /** For subclasses. */
    protected FourEyesContract() {}

    @BeforeEach
    void setLane() {
        setTreasury();
    }

    @Test
    void approvesBySoManyPeopleAsTheAmountTakes() {
        ReviewCase small = opened(10_000);
        ReviewCase large = opened(10_001);

        assertThat(small.place().required()).isEqualTo(1);
        assertThat(approved(ANN, small).status()).isEqualTo(ReviewStatus.APPROVED);
        assertThat(large.place().required()).isEqualTo(2);
        assertThat(approved(ANN, large).status()).isEqualTo(ReviewStatus.OPEN);
        ReviewCase second = approved(BOB, large);
        assertThat(second.status()).isEqualTo(ReviewStatus.APPROVED);
        assertThat(second.approvals())
                .extracting(ReviewCase.Approval::approver)
                .containsExactly("operator:ann", "operator:bob");
        assertThat(events(large)).containsExactly("review.opened", "review.approved", "review.approved");
    }

    /** A case of no amount, or of an asset of which no band speaks, takes the most. */
    @Test
    void takesTheMostApprovalsWhereNoBandSpeaks() {
        ReviewDraft none = ReviewDraft.of(TREASURY, "exception", "row-9", BASIS);
        ReviewDraft euros = none.amount(Money.ofMinor(1, "EUR"));

        assertThat(acme().reviews().open(none, "none").orElseThrow().place().required())
                .isEqualTo(2);
        assertThat(acme().reviews().open(euros, "euros").orElseThrow().place().required())
                .isEqualTo(2);
    }

    @Test
    void refusesTheApprovalOfAMaker() {
        ReviewCase mine = acme().reviews()
                .open(draft(500).madeBy(Actor.user("u-17"), ANN), "for-ann")
                .orElseThrow();

        assertThat(mine.origin().makers()).containsExactly("user:u-17", "operator:ann", "service:svc_edge");
        assertThat(refusal(approve(ANN, mine))).isEqualTo(ErrorCode.OWN_CASE);
        assertThat(now(mine)).isEqualTo(mine);
    }

    /** Whoever opens a case is one of its makers, whatever the draft says. */
    @Test
    void refusesTheApprovalOfWhoOpenedTheCase() {
        Actor annAlone = Actor.operator("ann", Permission.ALL);
        ReviewCase own = by(annAlone).open(draft(500).madeBy(), "own").orElseThrow();

        assertThat(refusal(approve(ANN, own))).isEqualTo(ErrorCode.OWN_CASE);
        assertThat(approved(BOB, own).status()).isEqualTo(ReviewStatus.APPROVED);
    }

    @Test
    void refusesTheApprovalOfTheLastEditor() {
        ReviewCase before = opened(500);
        ReviewCase edited =
                by(ANN).edit(before.id(), Map.of("reference", "INV-7"), "edit").orElseThrow();

        assertThat(refusal(approve(ANN, edited))).isEqualTo(ErrorCode.OWN_CASE);
        assertThat(approved(BOB, edited).status()).isEqualTo(ReviewStatus.APPROVED);
    }

    /** One approves, then somebody changes what was approved. */
    @Test
    void dropsApprovalsWhenTheCaseIsEdited() {
        ReviewCase seen = opened(50_000);
        approved(ANN, seen);
        ReviewCase edited =
                by(CLEO).edit(seen.id(), Map.of("reference", "INV-8"), "edit").orElseThrow();

        assertThat(edited.approvals()).isEmpty();
        assertThat(edited.decision()).isNotEqualTo(seen.decision());
        assertThat(refusal(approve(BOB, seen)))
                .as("what he saw is not what he would approve")
                .isEqualTo(ErrorCode.DECISION_CHANGED);
        assertThat(approved(BOB, edited).status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(approved(ANN, edited).status()).isEqualTo(ReviewStatus.APPROVED);
    }

    @Test
    void countsAPersonOnce() {
        ReviewCase seen = opened(50_000);
        approved(ANN, seen);

        assertThat(refusal(approve(ANN, seen))).isEqualTo(ErrorCode.ALREADY_APPROVED);
        assertThat(now(seen).approvals()).hasSize(1);
    }

    /** Kind and id are the person: that two of them are one human being, only the host can know. */
    @Test
    void refusesWhoIsNoApproverOfTheLane() {
        ReviewCase seen = opened(500);

        assertThat(refusal(approve(DORA, seen))).isEqualTo(ErrorCode.NOT_AN_APPROVER);
        assertThat(refusal(approve(Actor.user("ann", Permission.DECIDE_REVIEWS), seen)))
                .isEqualTo(ErrorCode.NOT_AN_APPROVER);
        assertThat(refusal(by(DORA).deny(seen.id(), "no", newKey()))).isEqualTo(ErrorCode.NOT_AN_APPROVER);
        assertThat(now(seen)).isEqualTo(seen);
    }

    /** Somebody who may set lanes adds an accomplice when the case is there. */
    @Test
    void refusesAnApproverWhoWasAddedAfterTheCaseCame() {
        ReviewCase seen = opened(500);
        set(treasury().withApprovers(ANN, BOB, CLEO, DORA));

        assertThat(refusal(approve(DORA, seen))).isEqualTo(ErrorCode.NOT_AN_APPROVER);
        assertThat(approved(DORA, opened(500)).status()).isEqualTo(ReviewStatus.APPROVED);
    }

    /** A lane that asks for fewer now does not do so for what is there. */
    @Test
    void keepsTheNumberOfApprovalsThatTheCaseCameWith() {
        ReviewCase seen = opened(50_000);
        set(treasury().withBand(usd(100_000), 1));

        assertThat(approved(ANN, seen).status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(opened(50_000).place().required()).isEqualTo(1);
    }

    @Test
    void doesNotCountTheApprovalOfOneWhoMayApproveNoLonger() {
        ReviewCase seen = opened(50_000);
        approved(ANN, seen);
        set(treasury().withApprovers(BOB, CLEO));
        assertThat(approved(BOB, seen).status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(approved(CLEO, seen).status()).isEqualTo(ReviewStatus.APPROVED);
    }

    /** Two approved, then one of them had to go, then the work asks. */
    @Test
    void doesNotResumeByTheApprovalOfOneWhoMayApproveNoLonger() {
        ReviewCase seen = opened(50_000);
        approved(ANN, seen);
        approved(BOB, seen);
        set(treasury().withApprovers(BOB, CLEO));

        assertThat(resume(seen).orElseThrow()).isEqualTo(Resumption.WAITING);
        ReviewCase open = now(seen);
        assertThat(open.status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(open.approvals()).extracting(ReviewCase.Approval::approver).containsExactly("operator:bob");
        assertThat(approved(CLEO, open).status()).isEqualTo(ReviewStatus.APPROVED);
        assertThat(resume(seen).orElseThrow()).isEqualTo(Resumption.GRANTED);
    }

    @Test
    void doesNotCountAnApprovalWhoseTimeIsOver() {
        ReviewCase seen = opened(50_000);
        approved(ANN, seen);
        clock().advance(Duration.ofHours(2));

        assertThat(approved(BOB, seen).status()).isEqualTo(ReviewStatus.OPEN);
        ledger().runDueWork();
        ReviewCase left = now(seen);
        assertThat(left.approvals()).extracting(ReviewCase.Approval::approver).containsExactly("operator:bob");
        assertThat(events(seen))
                .containsExactly("review.opened", "review.approved", "review.approved", "review.approvals.lapsed");
        assertThat(approved(ANN, left).status()).isEqualTo(ReviewStatus.APPROVED);
    }

    /** All approved, but what waits asked too late: that it expired is told by the clock alone. */
    @Test
    void opensACaseAgainWhenItsApprovalsExpire() {
        ReviewCase seen = opened(500);
        ReviewCase approved = approved(ANN, seen);
        assertThat(approved.approvalsExpireAt()).contains(clock().instant().plus(Duration.ofHours(2)));
        clock().advance(Duration.ofHours(2));
        assertThat(resume(seen).orElseThrow()).isEqualTo(Resumption.WAITING);

        ReviewCase open = now(seen);
        assertThat(open.status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(open.place().dueAt()).isEqualTo(clock().instant().plus(Duration.ofHours(4)));
        assertThat(open.approvals()).isEmpty();
        approved(ANN, open);
        clock().advance(Duration.ofHours(2));
        ledger().runDueWork();
        assertThat(now(seen).status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(refusal(resume(seen))).isEqualTo(ErrorCode.APPROVALS_MISSING);
    }

    @Test
    void doesNotResumeWhatWasNotApproved() {
        ReviewCase seen = opened(500);
        approved(ANN, seen);

        assertThat(acme().reviews().resume(seen.id(), OTHER, usd(90_000), "go").orElseThrow())
                .isEqualTo(Resumption.CHANGED);
        ReviewCase changed = now(seen);
        assertThat(changed.status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(changed.proposal().basis()).isEqualTo(OTHER);
        assertThat(changed.place().required()).as("of its new amount").isEqualTo(2);
        assertThat(changed.approvals()).isEmpty();
        assertThat(refusal(approve(BOB, seen))).isEqualTo(ErrorCode.DECISION_CHANGED);
        assertThat(events(seen)).contains("review.decision.changed");
    }

    /** The decision goes to another one and back: what was approved before does not come alive again. */
    @Test
    void doesNotCountOldApprovalsWhenTheDecisionComesBack() {
        ReviewCase seen = opened(500);
        approved(ANN, seen);
        acme().reviews().resume(seen.id(), OTHER, usd(500), "other").orElseThrow();
        acme().reviews().resume(seen.id(), BASIS, usd(500), "back").orElseThrow();

        assertThat(refusal(resume(seen))).isEqualTo(ErrorCode.APPROVALS_MISSING);
        assertThat(refusal(approve(ANN, seen))).isEqualTo(ErrorCode.DECISION_CHANGED);
        approved(ANN, now(seen));
        assertThat(resume(seen).orElseThrow()).isEqualTo(Resumption.GRANTED);
    }

    @Test
    void usesAnApprovalOnce() {
        ReviewCase seen = opened(500);
        approved(ANN, seen);

        assertThat(acme().reviews().resume(seen.id(), BASIS, usd(500), "go").orElseThrow())
                .isEqualTo(Resumption.GRANTED);
        assertThat(now(seen).status()).isEqualTo(ReviewStatus.RESUMED);
        assertThat(refusal(resume(seen))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
        Outcome<Resumption> again = acme().reviews().resume(seen.id(), BASIS, usd(500), "go");
        assertThat(again.isReplay()).isTrue();
        assertThat(again.orElseThrow()).isEqualTo(Resumption.GRANTED);
        assertThat(events(seen)).filteredOn("review.closed"::equals).hasSize(1);
        assertThat(refusal(approve(BOB, seen))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
    }

    /** An approval is bound to its case: another one about the same thing has another decision. */
    @Test
    void doesNotTakeTheDecisionOfAnotherCase() {
        ReviewCase one = opened(500);
        ReviewCase other = opened(500);

        assertThat(refusal(by(ANN).approve(other.id(), one.decision(), newKey())))
                .isEqualTo(ErrorCode.DECISION_CHANGED);
    }

    @Test
    void deniesAndIsOpenedAgainWithoutItsApprovals() {
        ReviewCase seen = opened(50_000);
        Outcome<ReviewCase> early = by(ANN).approve(seen.id(), seen.decision(), "ann-1");
        ReviewCase denied = by(BOB).deny(seen.id(), "suspected_fraud", "bob-1").orElseThrow();
        assertThat(denied.status()).isEqualTo(ReviewStatus.DENIED);
        assertThat(denied.standing().reason()).isEqualTo("suspected_fraud");
        assertThat(refusal(approve(CLEO, seen))).isEqualTo(ErrorCode.CASE_NOT_OPEN);

        ReviewCase again = by(LEAD).reopen(seen.id(), "lead-1").orElseThrow();

        assertThat(again.status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(again.standing().reason()).isNull();
        assertThat(again.approvals()).isEmpty();
        Outcome<ReviewCase> late = by(ANN).approve(seen.id(), seen.decision(), "ann-1");
        assertThat(late.isReplay()).as("a late retry gets the first answer").isTrue();
        assertThat(late.orElseThrow()).isEqualTo(early.orElseThrow());
        assertThat(now(seen)).as("and changes nothing").isEqualTo(again);
        assertThat(refusal(approve(ANN, seen))).isEqualTo(ErrorCode.DECISION_CHANGED);
    }

    /** What waited has ended by then, so that there is nothing to open. */
    @Test
    void isNotOpenedAgainWhenTheDenialWasTaken() {
        ReviewCase seen = opened(500);
        by(ANN).deny(seen.id(), "no", newKey()).orElseThrow();

        assertThat(resume(seen).orElseThrow()).isEqualTo(Resumption.REFUSED);
        assertThat(now(seen).status()).isEqualTo(ReviewStatus.REFUSED);
        assertThat(refusal(by(LEAD).reopen(seen.id(), newKey()))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
        assertThat(refusal(acme().reviews().withdraw(seen.id(), newKey()))).isEqualTo(ErrorCode.CASE_NOT_OPEN);
    }

    @Test
    void knowsNoCaseOfAnotherTenant() {
        ReviewCase seen = opened(500);
        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        Reviews there = ledger().tenant("other")
                .as(Actor.operator("ann", Permission.ALL))
                .reviews();
        there.lanes().set(treasury(), "lane").orElseThrow();
        there.open(draft(500), "mine").orElseThrow();

        assertThat(refusal(there.approve(seen.id(), seen.decision(), "k1"))).isEqualTo(ErrorCode.UNKNOWN_CASE);
        assertThat(refusal(there.claim(seen.id(), "k2"))).isEqualTo(ErrorCode.UNKNOWN_CASE);
        assertThat(refusal(there.resume(seen.id(), BASIS, usd(500), "k3"))).isEqualTo(ErrorCode.UNKNOWN_CASE);
        assertThat(there.find(seen.id())).isEmpty();
        assertThatThrownBy(() -> there.list(seen.id(), 10))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_CASE));
        assertThat(now(seen)).isEqualTo(seen);
    }

    @Test
    void replaysAndRefusesKeysAsEverywhere() {
        ReviewCase seen = opened(500);
        Outcome<ReviewCase> first = by(ANN).approve(seen.id(), seen.decision(), "a");
        Outcome<ReviewCase> again = by(ANN).approve(seen.id(), seen.decision(), "a");
        Outcome<ReviewCase> refused = by(BOB).approve(seen.id(), seen.decision(), "b");

        assertThat(again.isReplay()).isTrue();
        assertThat(again.orElseThrow()).isEqualTo(first.orElseThrow());
        assertThat(refusal(refused)).isEqualTo(ErrorCode.CASE_NOT_OPEN);
        assertThat(by(BOB).approve(seen.id(), seen.decision(), "b").isReplay()).isTrue();
        assertThatThrownBy(() -> by(ANN).approve(seen.id(), OTHER, "a"))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
                    assertThat(e.details()).containsEntry("field", "decision");
                });
        assertThat(events(seen))
                .containsExactly(
                        "review.opened",
                        "review.approved",
                        "request.replayed",
                        "request.declined",
                        "request.replayed",
                        "request.conflicted");
    }

    @Test
    void asksForEnoughApproversWhenALaneIsSet() {
        requireInvalid(() -> ReviewLane.of("none"));
        requireInvalid(() -> treasury().withApprovals(4));
        requireInvalid(() -> treasury().withApprovals(0));
        requireInvalid(() -> treasury().withBand(usd(10_000), 2));
        requireInvalid(() -> treasury().withBand(usd(20_000), 3));
        requireInvalid(() -> treasury().withBand(usd(20_000), 2).withBand(usd(30_000), 1));
        requireInvalid(() -> treasury().withApprovers(ANN, ANN, BOB));
        requireInvalid(() -> treasury().withApprovers(ANN, BOB, Actor.service("svc_edge")));
        requireInvalid(() -> treasury().withDueIn(Duration.ZERO));
        requireInvalid(() -> treasury().withApprovalsLast(Duration.ofMillis(1_500)));
        requireInvalid(() -> treasury().withEscalation(TREASURY));
    }

    private static void requireInvalid(ThrowingCallable lane) {
        assertThatThrownBy(lane)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_LANE));
    }
}
