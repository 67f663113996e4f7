package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewStatus;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Contradictions, silence of a rail and refusals of the ledger wait for persons; what they decide is done once. */
public abstract class TransferDecisionContract extends TransferDesk {
    private static final Duration ASKED_IN_VAIN = Duration.ofDays(2);

    /** For subclasses. */
    protected TransferDecisionContract() {}

    /** A transfer appears posted, then the provider reports failure: review, then reversal; the route is not lost. */
    @Test
    void reversesWhatTheProviderTookBack() {
        Transfer transfer = settled();
        CallbackOutcome.Contradicted told = (CallbackOutcome.Contradicted) failure(transfer);
        assertThat(posted(MERCHANT)).as("frozen until decided").isEqualTo(AMOUNT);
        ReviewCase seen = caseOf(transfer);
        assertThat(told.caseId()).isEqualTo(seen.id());
        assertThat(seen.proposal().details()).containsEntry("deny", "it stays settled");
        by(TREASURER).reviews().note(seen.id(), "The bank confirms.", newKey()).orElseThrow();

        approve(TREASURER, seen);

        Transfer reversed = now(transfer, TransferStatus.REVERSED);
        assertThat(reversed.reversed()).isEqualTo(usd(AMOUNT));
        assertThat(reversed.rail()).isEqualTo(RAIL);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(events(transfer))
                .containsSubsequence(
                        "transfer.created",
                        "provider.routed",
                        "transfer.settled",
                        "callback.received",
                        "review.opened",
                        "transfer.contradicted",
                        "review.noted",
                        "review.approved",
                        "review.closed",
                        "transfer.reversed");
        assertThat(failure(transfer)).as("told again").isInstanceOf(CallbackOutcome.Duplicate.class);
        now(transfer, TransferStatus.REVERSED);
    }

    @Test
    void keepsWhatWasKnownWhenPersonsDeny() {
        Transfer transfer = settled();
        failure(transfer);

        deny(TREASURER, caseOf(transfer));

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        assertThat(success(transfer)).isInstanceOf(CallbackOutcome.Duplicate.class);
    }

    @Test
    void settlesAfterAllWhatHadFailed() {
        Transfer transfer = sent();
        failure(transfer);
        now(transfer, TransferStatus.FAILED);
        success(transfer);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);

        approve(TREASURER, caseOf(transfer));

        Transfer settled = now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        by(OPERATOR).transfers().reverse(settled.id(), "a refund", newKey()).orElseThrow();
        now(transfer, TransferStatus.REVERSED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    @Test
    void waitsForThePersonWhoseCaseItIsWhenTheMoneyIsSpent() {
        Transfer transfer = settled();
        acme().ledgers().post(MERCHANT, BANK, usd(AMOUNT), newKey()).orElseThrow();
        failure(transfer);
        ReviewCase contradiction = caseOf(transfer);

        approve(TREASURER, contradiction);

        Transfer waiting = now(transfer, TransferStatus.IN_REVIEW);
        assertThat(waiting.reason()).isEqualTo("release_refused: floor_crossed");
        ReviewCase refused = caseOf(transfer);
        assertThat(refused.id()).isNotEqualTo(contradiction.id());
        acme().ledgers().post(BANK, MERCHANT, usd(AMOUNT), newKey()).orElseThrow();
        approve(TREASURER, refused);
        now(transfer, TransferStatus.REVERSED);
    }

    /** Hourly it is tried again by itself, also when the person left it. */
    @Test
    void isTriedAgainThoughThePersonLeftIt() {
        Transfer transfer = sent();
        acme().accounts().freeze(MERCHANT, newKey()).orElseThrow();
        success(transfer);
        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("settlement_refused: account_frozen");

        deny(TREASURER, caseOf(transfer));
        assertThat(now(transfer, TransferStatus.IN_REVIEW).caseId()).isNull();
        clock().advance(Duration.ofHours(2));
        zentra().runDueWork();
        assertThat(now(transfer, TransferStatus.IN_REVIEW).caseId())
                .as("no new case for the same")
                .isNull();
        acme().accounts().unfreeze(MERCHANT, newKey()).orElseThrow();
        clock().advance(Duration.ofHours(2));
        zentra().runDueWork();

        now(transfer, TransferStatus.SETTLED);
    }

    @Test
    void aWrongAmountIsSettledOrGivenBack() {
        for (boolean approved : new boolean[] {true, false}) {
            Transfer transfer = sent();
            take(bank().success(transfer.attemptId(), usd(AMOUNT - 1), clock().instant()));
            now(transfer, TransferStatus.CONTRADICTED);
            if (approved) {
                approve(TREASURER, caseOf(transfer));
                now(transfer, TransferStatus.SETTLED);
            } else {
                deny(TREASURER, caseOf(transfer));
                now(transfer, TransferStatus.PROCESSING);
                failure(transfer);
                now(transfer, TransferStatus.FAILED);
            }
        }
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    /** An approval counts for the news that its giver has seen, and for no later one. */
    @Test
    void newerNewsVoidsWhatWasApproved() {
        Transfer transfer = settled();
        failure(transfer);
        ReviewCase seen = caseOf(transfer);
        by(TREASURER).reviews().approve(seen.id(), seen.decision(), newKey()).orElseThrow();
        take(bank().failure(transfer.attemptId(), "another reason", clock().instant()));

        zentra().runDueWork();

        now(transfer, TransferStatus.CONTRADICTED);
        ReviewCase open = caseOf(transfer);
        assertThat(open.id()).isEqualTo(seen.id());
        assertThat(open.status()).isEqualTo(ReviewStatus.OPEN);
        assertThat(code(by(DORA).reviews().approve(seen.id(), seen.decision(), newKey())))
                .isEqualTo(ErrorCode.DECISION_CHANGED);
        approve(TREASURER, open);
        now(transfer, TransferStatus.REVERSED);
    }

    /** Those who decide see what approving does now, after each news. */
    @Test
    void tellsWhatApprovingDoesAfterEachNews() {
        Transfer transfer = settled();
        failure(transfer);
        assertThat(caseOf(transfer).proposal().details())
                .containsEntry("approve", "it did not arrive: give the money back");
        success(transfer);
        take(bank().success(transfer.attemptId(), usd(AMOUNT + 1), clock().instant()));
        ReviewCase seen = caseOf(transfer);
        assertThat(seen.proposal().details())
                .containsEntry("approve", "it arrived: settle it")
                .containsEntry("deny", "it stays settled");

        approve(TREASURER, seen);

        now(transfer, TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).as("it was there").isEqualTo(AMOUNT);
    }

    /** The right news comes while a wrong amount is decided about: those who decide are told. */
    @Test
    void laterNewsIsOneMoreWordAboutAContradiction() {
        Transfer transfer = sent();
        take(bank().success(transfer.attemptId(), usd(AMOUNT - 1), clock().instant()));
        ReviewCase before = caseOf(transfer);
        failure(transfer);
        now(transfer, TransferStatus.CONTRADICTED);
        assertThat(code(by(DORA).reviews().approve(before.id(), before.decision(), newKey())))
                .isEqualTo(ErrorCode.DECISION_CHANGED);

        approve(TREASURER, caseOf(transfer));

        now(transfer, TransferStatus.FAILED);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
    }

    /** A denial is about what was seen: news that came after it has a case of its own. */
    @Test
    void aDenialSwallowsNoLaterNews() {
        Transfer transfer = settled();
        failure(transfer);
        ReviewCase seen = caseOf(transfer);
        by(TREASURER).reviews().deny(seen.id(), "not_ours", newKey()).orElseThrow();
        take(bank().failure(transfer.attemptId(), "returned after all", clock().instant()));

        zentra().runDueWork();

        now(transfer, TransferStatus.CONTRADICTED);
        ReviewCase next = caseOf(transfer);
        assertThat(next.id()).isNotEqualTo(seen.id());
        assertThat(next.proposal().details()).containsEntry("deny", "it stays settled");
        approve(TREASURER, next);
        now(transfer, TransferStatus.REVERSED);
    }

    /** Nothing is left to be given back: then it has failed, and its case does not wait for ever. */
    @Test
    void givesBackNothingTwice() {
        Transfer transfer = sent();
        failure(transfer);
        success(transfer);
        acme().ledgers().post(CUSTOMER, BANK, usd(FUNDS), newKey()).orElseThrow();
        approve(TREASURER, caseOf(transfer));
        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("settlement_refused: floor_crossed");
        failure(transfer);
        now(transfer, TransferStatus.CONTRADICTED);

        approve(TREASURER, caseOf(transfer));

        now(transfer, TransferStatus.FAILED);
        acme().ledgers().post(BANK, CUSTOMER, usd(FUNDS), newKey()).orElseThrow();
    }

    /** What the ledger had refused before a contradiction is done once that is denied. */
    @Test
    void goesOnWithWhatWasRefusedBeforeAContradiction() {
        Transfer transfer = sent();
        acme().accounts().freeze(MERCHANT, newKey()).orElseThrow();
        success(transfer);
        failure(transfer);
        now(transfer, TransferStatus.CONTRADICTED);
        acme().accounts().unfreeze(MERCHANT, newKey()).orElseThrow();

        deny(TREASURER, caseOf(transfer));

        now(transfer, TransferStatus.SETTLED);
    }

    /** Tried again at once and refused again for the same reason: there is a new case, and all is recorded. */
    @Test
    void asksAgainWhenItIsRefusedAgain() {
        Transfer transfer = sent();
        acme().accounts().freeze(CUSTOMER, newKey()).orElseThrow();
        failure(transfer);
        ReviewCase first = caseOf(transfer);

        approve(TREASURER, first);

        assertThat(now(transfer, TransferStatus.IN_REVIEW).reason()).isEqualTo("release_refused: account_frozen");
        assertThat(caseOf(transfer).id()).isNotEqualTo(first.id());
        acme().accounts().unfreeze(CUSTOMER, newKey()).orElseThrow();
        approve(TREASURER, caseOf(transfer));
        now(transfer, TransferStatus.FAILED);
    }

    @Test
    void settlesNothingByHandThatItsRailDeclined() {
        Transfer transfer = sent();
        acme().accounts().freeze(CUSTOMER, newKey()).orElseThrow();
        failure(transfer);

        assertThat(code(by(OPERATOR).transfers().settle(transfer.id(), "I know better", newKey())))
                .isEqualTo(ErrorCode.TRANSFER_STATE);
        acme().accounts().unfreeze(CUSTOMER, newKey()).orElseThrow();
    }

    @Test
    void takesFourEyesWhereTheLaneSaysSo() {
        by(TREASURER)
                .reviews()
                .lanes()
                .set(ReviewLane.of(LANE, TREASURER, DORA).withApprovals(2), newKey())
                .orElseThrow();
        Transfer transfer = settled();
        failure(transfer);
        ReviewCase seen = caseOf(transfer);

        approve(TREASURER, seen);
        now(transfer, TransferStatus.CONTRADICTED);
        assertThat(code(by(TREASURER).reviews().approve(seen.id(), seen.decision(), newKey())))
                .isEqualTo(ErrorCode.ALREADY_APPROVED);
        approve(DORA, seen);

        now(transfer, TransferStatus.REVERSED);
    }

    @Test
    void nobodyReversesPastAnOpenCase() {
        Transfer transfer = settled();
        failure(transfer);

        assertThat(code(by(OPERATOR).transfers().reverse(transfer.id(), "I know better", newKey())))
                .isEqualTo(ErrorCode.TRANSFER_STATE);
    }

    @Test
    void silenceIsDecidedByAPersonAndLaterNewsStillCounts() {
        for (boolean givenUp : new boolean[] {true, false}) {
            Transfer transfer = silent();
            if (givenUp) {
                approve(TREASURER, caseOf(transfer));
                assertThat(now(transfer, TransferStatus.FAILED).reason()).isEqualTo("given up by persons");
                success(transfer);
                now(transfer, TransferStatus.CONTRADICTED);
                approve(TREASURER, caseOf(transfer));
                now(transfer, TransferStatus.SETTLED);
            } else {
                deny(TREASURER, caseOf(transfer));
                now(transfer, TransferStatus.PROCESSING);
                success(transfer);
                now(transfer, TransferStatus.SETTLED);
            }
        }
    }

    @Test
    void newsClosesTheCaseThatWaitedForIt() {
        Transfer transfer = silent();
        ReviewCase waiting = caseOf(transfer);

        success(transfer);

        now(transfer, TransferStatus.SETTLED);
        assertThat(acme().reviews().find(waiting.id()).orElseThrow().status()).isEqualTo(ReviewStatus.WITHDRAWN);
    }

    @Test
    void anOperatorSettlesWhatTheRailIsSilentAbout() {
        Transfer transfer = silent();
        String key = newKey();

        by(OPERATOR)
                .transfers()
                .settle(transfer.id(), "seen on the statement", key)
                .orElseThrow();
        assertThat(by(OPERATOR)
                        .transfers()
                        .settle(transfer.id(), "seen on the statement", key)
                        .isReplay())
                .isTrue();

        assertThat(now(transfer, TransferStatus.SETTLED).reason()).isEqualTo("seen on the statement");
        assertThat(success(transfer)).isInstanceOf(CallbackOutcome.Duplicate.class);
        assertThat(failure(transfer)).isInstanceOf(CallbackOutcome.Contradicted.class);
    }

    /** A rail that accepted nothing and says so for ever; it is asked, and never failed by a timeout. */
    private Transfer silent() {
        clock().advance(Duration.ofMinutes(1)); // its breaker tries it again
        bank().nextSubmit(new RailOutcome.Unknown("timeout"));
        Transfer transfer = sent();
        for (int i = 0; i < 10 && now(transfer).status() == TransferStatus.PROCESSING; i++) {
            bank().nextQuery(new RailOutcome.Unknown("no answer"));
            clock().advance(ASKED_IN_VAIN);
            zentra().runDueWork();
        }
        now(transfer, TransferStatus.IN_REVIEW);
        return transfer;
    }
}
