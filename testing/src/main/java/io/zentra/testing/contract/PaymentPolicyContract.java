package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewStatus;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Condition;
import io.zentra.policy.Policy;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import org.junit.jupiter.api.Test;

/** A policy decides before anything is held, persons where it asks for them, and limits get back what is let go of. */
public abstract class PaymentPolicyContract extends PaymentDesk {
    /** For subclasses. */
    protected PaymentPolicyContract() {}

    private Outcome<Payment> authorize(long minor) {
        return acme().payments().authorize(request(minor, newKey()));
    }

    private Payment reviewed(PaymentRequest request) {
        publish(limiting("payment"));
        Payment waiting = acme().payments().authorize(request.scope("reviewed")).orElseThrow();
        is(waiting, PaymentStatus.IN_REVIEW, 0, 0, 0, 0, 0);
        assertThat(available()).isEqualTo(FUNDS);
        return waiting;
    }

    @Test
    void holdsUnderItsDecision() {
        publish(limiting("payment"));
        Payment payment = authorize(8_000).orElseThrow();
        assertThat(events(payment)).containsExactly("policy.accepted", "hold.placed", "payment.authorized");
        assertThat(openHolds())
                .singleElement()
                .satisfies(hold -> assertThat(hold.decision()).isNotNull());
        Payment onCard = card(9_000);
        assertThat(events(onCard)).as("another policy is asked about cards").doesNotContain("policy.accepted");
    }

    @Test
    void deniesBeforeAnythingIsHeld() {
        publish(limiting("payment"));
        PaymentRequest request = request(500_001, newKey());
        Outcome<Payment> denied = acme().payments().authorize(request);
        is(denied.orElseThrow(), PaymentStatus.DENIED, 0, 0, 0, 0, 0);
        assertThat(denied.orElseThrow().reason()).isEqualTo("too_much");
        assertThat(events(denied.orElseThrow())).containsExactly("policy.denied", "payment.denied");
        replays(denied, acme().payments().authorize(request));
        assertThat(available()).isEqualTo(FUNDS);
    }

    @Test
    void givesBackToLimitsWhatIsLetGoOfOrRefunded() {
        publish(limiting("payment"));
        Payment first = authorize(400_000).orElseThrow();
        assertThat(authorize(300_000).orElseThrow().status()).isEqualTo(PaymentStatus.DENIED);
        acme().payments().captureFinal(first.id(), usd(300_000), newKey()).orElseThrow();
        Payment second = authorize(300_000).orElseThrow();
        assertThat(second.status()).isEqualTo(PaymentStatus.AUTHORIZED);
        assertThat(authorize(1).orElseThrow().status()).isEqualTo(PaymentStatus.DENIED);
        by(OPERATOR)
                .payments()
                .refund(first.id(), usd(100_000), "one item", newKey())
                .orElseThrow();
        acme().payments().voidHeld(second.id(), usd(50_000), "less", newKey()).orElseThrow();
        assertThat(authorize(150_000).orElseThrow().status()).isEqualTo(PaymentStatus.AUTHORIZED);
        assertThat(authorize(1).orElseThrow().status()).isEqualTo(PaymentStatus.DENIED);
    }

    @Test
    void goesOnWhenPersonsApprove() {
        PaymentRequest request = request(8_000, newKey());
        Payment waiting = reviewed(request);
        assertThat(waiting.reason()).isEqualTo("policy: treasury");
        replays(acme().payments().authorize(request.scope("reviewed")), waiting);

        approve(caseOf(waiting));

        Payment held = acme().payments().get(waiting.id());
        is(held, PaymentStatus.AUTHORIZED, 8_000, 8_000, 0, 0, 0);
        assertThat(held.caseId()).isNull();
        assertThat(events(waiting))
                .containsSubsequence(
                        "policy.review",
                        "review.opened",
                        "payment.in_review",
                        "review.approved",
                        "review.closed",
                        "policy.review",
                        "hold.placed",
                        "payment.authorized");
        is(
                acme().payments()
                        .captureFinal(waiting.id(), usd(8_000), newKey())
                        .orElseThrow(),
                PaymentStatus.CAPTURED,
                8_000,
                0,
                8_000,
                0,
                0);
    }

    private static void replays(Outcome<Payment> again, Payment first) {
        assertThat(again.isReplay()).isTrue();
        assertThat(again.orElseThrow()).isEqualTo(first);
    }

    @Test
    void endsWhenPersonsDenyOrItIsTakenBack() {
        Payment denied = reviewed(request(8_000, newKey()));
        deny(caseOf(denied));
        Payment ended = acme().payments().get(denied.id());
        is(ended, PaymentStatus.DENIED, 0, 0, 0, 0, 0);
        assertThat(ended.reason()).isEqualTo("review_denied");

        Payment taken = acme().payments()
                .authorize(request(8_000, newKey()).scope("reviewed"))
                .orElseThrow();
        ReviewCase seen = caseOf(taken);
        Payment voided = acme().payments()
                .voidHeld(taken.id(), "changed his mind", newKey())
                .orElseThrow();
        is(voided, PaymentStatus.VOIDED, 0, 0, 0, 0, 0);
        assertThat(acme().reviews().find(seen.id()).orElseThrow().status()).isEqualTo(ReviewStatus.WITHDRAWN);
        zentra().runDueWork();
        is(acme().payments().get(taken.id()), PaymentStatus.VOIDED, 0, 0, 0, 0, 0);
    }

    @Test
    void isDecidedOnceMoreAndFailsWithoutTheMoney() {
        Payment gone = reviewed(request(8_000, newKey()));
        Payment closed = acme().payments()
                .authorize(request(9_000, newKey()).scope("reviewed"))
                .orElseThrow();
        acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, BANK, usd(FUNDS), "all"))
                .orElseThrow();
        approve(caseOf(gone));
        Payment failed = acme().payments().get(gone.id());
        is(failed, PaymentStatus.FAILED, 0, 0, 0, 0, 0);
        assertThat(failed.reason()).isEqualTo("hold_refused: floor_crossed");

        publish(Policy.named("payment")
                .deny("closed", Condition.amountOver(usd(1)))
                .build());
        approve(caseOf(closed));
        assertThat(acme().payments().get(closed.id()).reason()).isEqualTo("closed");
    }

    @Test
    void asksNobodyAboutWhatIsOver() {
        publish(limiting("payment"));
        Outcome<Payment> over = acme().payments()
                .authorize(request(8_000, newKey()).scope("reviewed").expiresAt(clock().instant()));
        assertThat(code(over)).isEqualTo(ErrorCode.HOLD_EXPIRED);
        assertThat(acme().payments().list(0, 10)).isEmpty();
    }

    @Test
    void expiresBeforePersonsApprove() {
        Payment late =
                reviewed(request(8_000, newKey()).expiresAt(clock().instant().plus(WEEK)));
        clock().advance(WEEK);
        approve(caseOf(late));
        assertThat(acme().payments().get(late.id()).reason()).isEqualTo("hold_refused: hold_expired");
    }

    @Test
    void asksAboutEachIncrement() {
        publish(limiting("card"));
        Payment room = card(400_000);
        Payment grown =
                acme().cards().increment(room.id(), usd(200_000), newKey()).orElseThrow();
        is(grown, PaymentStatus.AUTHORIZED, 600_000, 600_000, 0, 0, 0);
        assertThat(openHolds()).hasSize(2).extracting(hold -> hold.decision()).doesNotHaveDuplicates();

        Payment denied = acme().cards().increment(room.id(), usd(1), newKey()).orElseThrow();
        is(denied, PaymentStatus.AUTHORIZED, 600_000, 600_000, 0, 0, 0);
        assertThat(denied.reason()).isEqualTo("limit_exceeded");
        assertThat(events(room)).endsWith("policy.denied", "payment.increment_refused");

        acme().cards().reverse(room.id(), usd(250_000), "less", newKey()).orElseThrow();
        is(
                acme().cards().increment(room.id(), usd(250_000), newKey()).orElseThrow(),
                PaymentStatus.AUTHORIZED,
                850_000,
                600_000,
                0,
                0,
                0);
    }

    @Test
    void incrementsGoOnWhenPersonsApprove() {
        Payment room = acme().cards()
                .authorize(request(1_000, newKey()).scope("reviewed"))
                .orElseThrow();
        publish(limiting("card"));
        Payment waiting =
                acme().cards().increment(room.id(), usd(500), newKey()).orElseThrow();
        is(waiting, PaymentStatus.AUTHORIZED, 1_000, 1_000, 0, 0, 0);
        assertThat(code(acme().cards().increment(room.id(), usd(1), newKey()))).isEqualTo(ErrorCode.PAYMENT_STATE);
        acme().cards().clear(room.id(), usd(100), newKey()).orElseThrow();
        approve(caseOf(waiting));
        is(acme().cards().get(room.id()), PaymentStatus.PARTLY_CAPTURED, 1_500, 1_400, 100, 0, 0);

        Payment again = acme().cards().increment(room.id(), usd(70), newKey()).orElseThrow();
        deny(caseOf(again));
        Payment same = acme().cards().get(room.id());
        is(same, PaymentStatus.PARTLY_CAPTURED, 1_500, 1_400, 100, 0, 0);
        assertThat(same.reason()).isEqualTo("review_denied");

        Payment last = acme().cards().increment(room.id(), usd(80), newKey()).orElseThrow();
        ReviewCase seen = caseOf(last);
        acme().cards().reverse(room.id(), "cancelled", newKey()).orElseThrow();
        assertThat(acme().reviews().find(seen.id()).orElseThrow().status()).isEqualTo(ReviewStatus.WITHDRAWN);
        zentra().runDueWork();
        is(acme().cards().get(room.id()), PaymentStatus.CAPTURED, 1_500, 0, 100, 0, 0);
    }

    /** Its work is leased already when a dispute ends the wait; the next increment waits for its own case. */
    @Test
    void anIncrementThatIsOverDecidesNothingAboutTheNext() throws InterruptedException {
        Payment room = acme().cards()
                .authorize(request(1_000, newKey()).scope("reviewed"))
                .orElseThrow();
        publish(limiting("card"));
        acme().cards().clear(room.id(), usd(100), newKey()).orElseThrow();
        Payment first = acme().cards().increment(room.id(), usd(500), newKey()).orElseThrow();
        ReviewCase seen = caseOf(first);
        by(TREASURER).reviews().approve(seen.id(), seen.decision(), newKey()).orElseThrow();
        HeldWork held = new HeldWork();
        ZentraRuntime other = leasing(held);
        try {
            Runnable increment = held.awaitLeased();
            by(OPERATOR).cards().chargeBack(room.id(), "disputed", newKey()).orElseThrow();
            by(OPERATOR)
                    .cards()
                    .reverseChargeback(room.id(), usd(100), "won", newKey())
                    .orElseThrow();
            acme().cards().increment(room.id(), usd(70), newKey()).orElseThrow();
            increment.run();
        } finally {
            other.close(); // ends what it has begun
        }

        Payment second = acme().cards().get(room.id());
        assertThat(second.caseId()).as("it waits").isNotNull().isNotEqualTo(seen.id());
        assertThat(events(room)).endsWith("payment.increment_in_review").doesNotContain("payment.increment_refused");
        approve(caseOf(second));
        is(acme().cards().get(room.id()), PaymentStatus.PARTLY_CAPTURED, 1_070, 970, 100, 0, 0);
    }
}
