package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many people, one case, at once. */
public abstract class ReviewRaceContract extends ReviewDesk {
    private static final int THREADS = 64;
    private static final Actor[] CROWD = IntStream.range(0, THREADS)
            .mapToObj(i -> Actor.operator("op-" + i, Permission.WORK_REVIEWS, Permission.DECIDE_REVIEWS))
            .toArray(Actor[]::new);

    /** For subclasses. */
    protected ReviewRaceContract() {}

    @BeforeEach
    void setLane() {
        set(ReviewLane.of(TREASURY, CROWD).withApprovals(3).withRota(CROWD));
    }

    @Test
    void isClaimedByOneOfMany() throws Exception {
        set(ReviewLane.of(TREASURY, CROWD).withApprovals(3));
        ReviewCase seen = opened(500);
        List<Outcome<ReviewCase>> claims =
                RaceContract.together(thread -> () -> by(CROWD[thread]).claim(seen.id(), "claim-" + thread));

        assertThat(claims).filteredOn(claim -> !claim.isDeclined()).hasSize(1);
        assertThat(claims)
                .filteredOn(Outcome::isDeclined)
                .allSatisfy(claim -> assertThat(refusal(claim)).isEqualTo(ErrorCode.CASE_OWNED));
        assertThat(now(seen).owner()).isPresent();
    }

    /** Two approve at once, and a third, and no fourth: as many as it takes, each of them another person. */
    @Test
    void isApprovedByAsManyAsItTakes() throws Exception {
        ReviewCase seen = opened(500);
        List<Outcome<ReviewCase>> approvals = RaceContract.together(
                thread -> () -> by(CROWD[thread / 2]).approve(seen.id(), seen.decision(), "approve-" + thread));

        assertThat(approvals).filteredOn(approval -> !approval.isDeclined()).hasSize(3);
        ReviewCase after = now(seen);
        assertThat(after.status()).isEqualTo(ReviewStatus.APPROVED);
        assertThat(after.approvals())
                .extracting(ReviewCase.Approval::approver)
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void isEitherApprovedOrDenied() throws Exception {
        ReviewCase seen = opened(500);
        List<Outcome<ReviewCase>> all = RaceContract.together(thread -> () -> thread % 2 == 0
                ? by(CROWD[thread]).approve(seen.id(), seen.decision(), "k-" + thread)
                : by(CROWD[thread]).deny(seen.id(), "no", "k-" + thread));

        ReviewStatus status = now(seen).status();
        assertThat(status).isIn(ReviewStatus.APPROVED, ReviewStatus.DENIED);
        assertThat(all).filteredOn(each -> !each.isDeclined()).hasSizeBetween(1, 3);
        long last = all.stream()
                .filter(each -> !each.isDeclined())
                .filter(each -> each.orElseThrow().status() != ReviewStatus.OPEN)
                .count();
        assertThat(last).isEqualTo(1);
    }

    /** Many workers ask for what was approved: one goes on. */
    @Test
    void isUsedOnce() throws Exception {
        ReviewCase seen = opened(500);
        for (int i = 0; i < 3; i++) {
            approved(CROWD[i], seen);
        }
        List<Resumption> answers = RaceContract.together(thread -> () -> goOn(seen.id(), BASIS, usd(500)));

        assertThat(answers).filteredOn(Resumption.GRANTED::equals).hasSize(1);
        assertThat(answers).filteredOn(Resumption.USED::equals).hasSize(THREADS - 1);
        assertThat(acme().journal().after(0, 1_000))
                .filteredOn(event -> event.type().equals("test.went_on"))
                .hasSize(1);
    }

    /** Each person gets one of as many cases as there are people. */
    @Test
    void goesRoundWhateverRunsAtOnce() throws Exception {
        List<ReviewCase> cases = RaceContract.together(thread ->
                () -> acme().reviews().open(draft(500), "open-" + thread).orElseThrow());

        assertThat(cases)
                .extracting(each -> each.owner().orElseThrow())
                .hasSize(THREADS)
                .doesNotHaveDuplicates();
    }
}
