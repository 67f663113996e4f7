package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.Side;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.runtime.payment.Payments;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Payments: held, captured in parts, let go of, given back, disputed; each once, and never more than there is. */
public abstract class PaymentContract extends PaymentDesk {
    /** For subclasses. */
    protected PaymentContract() {}

    @Test
    void holdsUntilItIsCapturedInParts() {
        Payment payment = authorized(8_000);
        is(payment, PaymentStatus.AUTHORIZED, 8_000, 8_000, 0, 0, 0);
        assertThat(available()).isEqualTo(FUNDS - 8_000);
        assertThat(posted(MERCHANT)).isZero();

        Payment part =
                acme().payments().capture(payment.id(), usd(3_000), newKey()).orElseThrow();
        is(part, PaymentStatus.PARTLY_CAPTURED, 8_000, 5_000, 3_000, 0, 0);
        Payment last = acme().payments()
                .captureFinal(payment.id(), usd(4_500), newKey())
                .orElseThrow();
        is(last, PaymentStatus.CAPTURED, 8_000, 0, 7_500, 0, 0);

        assertThat(available()).isEqualTo(FUNDS - 7_500);
        assertThat(posted(MERCHANT)).isEqualTo(7_500);
        assertThat(openHolds()).isEmpty();
        assertThat(last.postingIds()).hasSize(2);
        assertThat(events(payment))
                .containsExactly(
                        "hold.placed",
                        "payment.authorized",
                        "ledger.entry.created",
                        "hold.captured",
                        "payment.captured",
                        "ledger.entry.created",
                        "hold.captured",
                        "hold.released",
                        "payment.captured");
    }

    @Test
    void letsGoOfAPartAndOfAll() {
        Payment payment = authorized(8_000);
        Payment part = acme().payments()
                .voidHeld(payment.id(), usd(3_000), "one item less", newKey())
                .orElseThrow();
        is(part, PaymentStatus.AUTHORIZED, 8_000, 5_000, 0, 0, 0);
        assertThat(part.reason()).isEqualTo("one item less");
        Payment all =
                acme().payments().voidHeld(payment.id(), "sold out", newKey()).orElseThrow();
        is(all, PaymentStatus.VOIDED, 8_000, 0, 0, 0, 0);
        assertThat(available()).isEqualTo(FUNDS);

        Payment captured = authorized(100);
        acme().payments().capture(captured.id(), usd(40), newKey()).orElseThrow();
        Payment rest =
                acme().payments().voidHeld(captured.id(), "no more", newKey()).orElseThrow();
        is(rest, PaymentStatus.CAPTURED, 100, 0, 40, 0, 0);
    }

    /** An amount that a host has forgotten to give once meant all of it. */
    @Test
    @SuppressWarnings("NullAway") // that is the point
    void takesNoMissingAmountForAll() {
        Payment payment = authorized(8_000);
        Payment captured =
                acme().payments().capture(payment.id(), usd(5_000), newKey()).orElseThrow();
        Payments operated = by(OPERATOR).payments();
        Money missing = null;
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> operated.refund(payment.id(), missing, "some", newKey()),
                () -> operated.chargeBack(payment.id(), missing, "some", newKey()),
                () -> operated.reverseChargeback(payment.id(), missing, "some", newKey()),
                () -> operated.voidHeld(payment.id(), missing, "some", newKey()),
                () -> acme().payments().capture(payment.id(), missing, newKey()),
                () -> by(OPERATOR).cards().refund(payment.id(), missing, "some", newKey()),
                () -> by(OPERATOR).cards().chargeBack(payment.id(), missing, "some", newKey()),
                () -> by(OPERATOR).cards().reverseChargeback(payment.id(), missing, "some", newKey()),
                () -> by(OPERATOR).cards().reverse(payment.id(), missing, "some", newKey()),
                () -> by(OPERATOR).cards().force(payment.id(), missing, "some", newKey()))) {
            assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
        }
        assertThat(acme().payments().find(payment.id())).contains(captured);
    }

    @Test
    void refundsInPartsOverSeveralCapturesTheOldestFirst() {
        Payment payment = authorized(8_000);
        Payments operated = by(OPERATOR).payments();
        acme().payments().capture(payment.id(), usd(3_000), newKey()).orElseThrow();
        acme().payments().capture(payment.id(), usd(5_000), newKey()).orElseThrow();

        Payment part =
                operated.refund(payment.id(), usd(4_000), "damaged", newKey()).orElseThrow();
        is(part, PaymentStatus.CAPTURED, 8_000, 0, 8_000, 4_000, 0);
        List<String> captures = part.postingIds();
        assertThat(acme().ledgers().reversals().left(captures.get(0))).isEmpty();
        assertThat(acme().ledgers().reversals().left(captures.get(1)))
                .allSatisfy(line -> assertThat(line.amount()).isEqualTo(usd(4_000)));
        Payment all = operated.refund(payment.id(), "all of it", newKey()).orElseThrow();
        is(all, PaymentStatus.REFUNDED, 8_000, 0, 8_000, 8_000, 0);
        assertThat(available()).isEqualTo(FUNDS);
        Outcome<Payment> again = operated.refund(payment.id(), "again", newKey());
        assertThat(code(again)).isEqualTo(ErrorCode.PAYMENT_STATE);
        String told = again.match(done -> "", first -> "", Outcome.Declined::message);
        assertThat(told)
                .as("it tells when it could be done")
                .endsWith("is refunded, from which no payment.refunded leads: it is for what is partly_captured,"
                        + " captured, charged_back");
    }

    @Test
    void disputesOfAPartAreWonAndLost() {
        Payments operated = by(OPERATOR).payments();
        Payment payment = captured(10_000);
        Payment disputed = operated.chargeBack(payment.id(), usd(6_000), "10.4 fraud", newKey())
                .orElseThrow();
        is(disputed, PaymentStatus.CHARGED_BACK, 10_000, 0, 10_000, 0, 6_000);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS - 4_000);

        Payment half = operated.reverseChargeback(payment.id(), usd(1_000), "half won", newKey())
                .orElseThrow();
        is(half, PaymentStatus.CHARGED_BACK, 10_000, 0, 10_000, 0, 5_000);
        Payment won = operated.reverseChargeback(payment.id(), "won", newKey()).orElseThrow();
        is(won, PaymentStatus.CAPTURED, 10_000, 0, 10_000, 0, 0);
        assertThat(posted(MERCHANT)).isEqualTo(10_000);
        assertThat(won.postingIds()).hasSize(3);
        Payment refunded =
                operated.refund(payment.id(), "as a courtesy", newKey()).orElseThrow();
        is(refunded, PaymentStatus.REFUNDED, 10_000, 0, 10_000, 10_000, 0);
    }

    @Test
    void neverGivesBackMoreThanIsThere() {
        Payments operated = by(OPERATOR).payments();
        Payment payment = captured(10_000);
        operated.refund(payment.id(), usd(3_000), "one item", newKey()).orElseThrow();
        operated.chargeBack(payment.id(), usd(5_000), "not received", newKey()).orElseThrow();

        for (Outcome<Payment> tooMuch : List.of(
                operated.refund(payment.id(), usd(2_001), "too much", newKey()),
                operated.chargeBack(payment.id(), usd(2_001), "too much", newKey()),
                operated.reverseChargeback(payment.id(), usd(5_001), "too much", newKey()))) {
            assertThat(code(tooMuch)).isEqualTo(ErrorCode.PAYMENT_EXCEEDED);
            Event refusal = acme().journal()
                    .event(((Outcome.Declined<Payment>) tooMuch).eventSeq())
                    .orElseThrow();
            assertThat(refusal.correlation()).as("it is found there").hasValue(payment.id());
        }
        Payment rest = operated.refund(payment.id(), "the rest", newKey()).orElseThrow();
        is(rest, PaymentStatus.CHARGED_BACK, 10_000, 0, 10_000, 5_000, 5_000);
        Payment won = operated.reverseChargeback(payment.id(), "won", newKey()).orElseThrow();
        is(won, PaymentStatus.CAPTURED, 10_000, 0, 10_000, 5_000, 0);
    }

    @Test
    void takesEachStepOncePerKey() {
        Payments payments = by(OPERATOR).payments();
        PaymentRequest request =
                request(8_000, "same").expiresAt(clock().instant().plus(WEEK));
        Outcome<Payment> first = payments.authorize(request);
        replays(first, payments.authorize(request));
        String id = first.orElseThrow().id();
        replays(payments.capture(id, usd(3_000), "same"), payments.capture(id, usd(3_000), "same"));
        replays(payments.captureFinal(id, usd(2_000), "last"), payments.captureFinal(id, usd(2_000), "last"));
        replays(payments.refund(id, usd(10), "x", "same"), payments.refund(id, usd(10), "x", "same"));
        replays(payments.chargeBack(id, usd(10), "x", "same"), payments.chargeBack(id, usd(10), "x", "same"));
        replays(
                payments.reverseChargeback(id, usd(10), "x", "same"),
                payments.reverseChargeback(id, usd(10), "x", "same"));
        Payment other = authorized(100);
        replays(
                payments.voidHeld(other.id(), usd(10), "x", "same"),
                payments.voidHeld(other.id(), usd(10), "x", "same"));
        is(payments.get(id), PaymentStatus.CAPTURED, 8_000, 0, 5_000, 10, 0);

        assertThatThrownBy(() -> payments.refund(id, usd(11), "x", "same"))
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        conflict -> assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
        assertThat(payments.authorize(request).orElseThrow())
                .as("the first answer, whatever became of it")
                .isEqualTo(first.orElseThrow());
    }

    @Test
    void refusesWhatLeadsNowhere() {
        Payments payments = by(OPERATOR).payments();
        Payment open = authorized(100);
        Payment voided = authorized(100);
        payments.voidHeld(voided.id(), "sold out", newKey()).orElseThrow();
        for (Outcome<Payment> nowhere : List.of(
                payments.refund(open.id(), "early", newKey()),
                payments.chargeBack(open.id(), "early", newKey()),
                payments.reverseChargeback(open.id(), "early", newKey()),
                payments.capture(voided.id(), usd(1), newKey()),
                payments.voidHeld(voided.id(), "again", newKey()))) {
            assertThat(code(nowhere)).isEqualTo(ErrorCode.PAYMENT_STATE);
        }
        assertThat(code(payments.capture(open.id(), usd(101), newKey()))).isEqualTo(ErrorCode.PAYMENT_EXCEEDED);
        assertThat(code(payments.captureFinal(open.id(), Money.parse("1.00 EUR"), newKey())))
                .isEqualTo(ErrorCode.ASSET_MISMATCH);
        assertThat(code(payments.capture("pm_none", usd(1), newKey()))).isEqualTo(ErrorCode.UNKNOWN_PAYMENT);
        assertThat(code(by(OPERATOR).cards().clear(open.id(), usd(1), newKey())))
                .as("a payment is no card")
                .isEqualTo(ErrorCode.UNKNOWN_PAYMENT);
        assertThatThrownBy(() -> payments.capture(open.id(), usd(0), newKey()))
                .hasMessageContaining("must be above zero");
        is(payments.get(open.id()), PaymentStatus.AUTHORIZED, 100, 100, 0, 0, 0);
    }

    @Test
    void declinesWhatTheLedgerDeclines() {
        assertThat(code(acme().payments().authorize(request(FUNDS + 1, newKey()))))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(code(acme().payments().authorize(PaymentRequest.of(CUSTOMER, "nobody", usd(1), newKey()))))
                .isEqualTo(ErrorCode.UNKNOWN_ACCOUNT);
        assertThat(code(acme().payments()
                        .authorize(PaymentRequest.of(CUSTOMER, MERCHANT, Money.parse("1.00 EUR"), newKey()))))
                .isEqualTo(ErrorCode.ASSET_MISMATCH);
        assertThat(code(acme().payments().authorize(request(1, newKey()).expiresAt(clock().instant()))))
                .isEqualTo(ErrorCode.HOLD_EXPIRED);
        assertThat(acme().payments().list(0, 10)).isEmpty();

        Payment payment = captured(500);
        acme().accounts().freeze(MERCHANT, Side.DEBIT, newKey()).orElseThrow();
        assertThat(code(by(OPERATOR).payments().refund(payment.id(), "frozen", newKey())))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        is(acme().payments().get(payment.id()), PaymentStatus.CAPTURED, 500, 0, 500, 0, 0);
    }

    @Test
    void expiresAtATimeThatCanBeKept() {
        PaymentRequest request = request(100, newKey());
        assertThatThrownBy(() -> request.expiresAt(Instant.MAX))
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_EXPIRY));
        Instant fine = clock().instant().plus(WEEK).plusNanos(1_999);
        assertThat(acme().payments()
                        .authorize(request.expiresAt(fine))
                        .orElseThrow()
                        .expiresAt())
                .isEqualTo(fine.minusNanos(999));
    }

    /** Whether its expiry was worked off makes no difference. */
    @Test
    void expiresWithItsHoldInOneCommit() {
        Payment payment = acme().payments()
                .authorize(request(8_000, newKey()).expiresAt(clock().instant().plus(WEEK)))
                .orElseThrow();
        acme().payments().capture(payment.id(), usd(3_000), newKey()).orElseThrow();
        Payment untouched = acme().payments()
                .authorize(request(100, newKey()).expiresAt(clock().instant().plus(WEEK)))
                .orElseThrow();
        clock().advance(WEEK);
        assertThat(code(acme().payments().capture(payment.id(), usd(1), newKey())))
                .isEqualTo(ErrorCode.PAYMENT_STATE);
        is(
                by(OPERATOR)
                        .payments()
                        .refund(payment.id(), usd(1_000), "late", newKey())
                        .orElseThrow(),
                PaymentStatus.CAPTURED,
                8_000,
                0,
                3_000,
                1_000,
                0);
        assertThat(events(payment)).containsSubsequence("hold.expired", "payment.expired", "payment.refunded");

        zentra().runDueWork();
        is(acme().payments().get(untouched.id()), PaymentStatus.EXPIRED, 100, 0, 0, 0, 0);
        assertThat(events(untouched))
                .containsExactly("hold.placed", "payment.authorized", "hold.expired", "payment.expired");
        assertThat(available()).isEqualTo(FUNDS - 2_000);
        assertThat(openHolds()).isEmpty();
        zentra().runDueWork();
        assertThat(events(untouched)).hasSize(4);
    }

    /** Who moved a hold further by hand has not moved the payment. */
    @Test
    void endsAtItsTimeWhateverWasDoneToItsHolds() {
        Payment payment = acme().payments()
                .authorize(request(100, newKey()).expiresAt(clock().instant().plus(WEEK)))
                .orElseThrow();
        String hold = openHolds().get(0).id();
        acme().ledgers()
                .holds()
                .extend(hold, clock().instant().plus(WEEK.multipliedBy(2)), newKey())
                .orElseThrow();
        acme().ledgers().release(hold, usd(30), newKey()).orElseThrow();
        assertThat(code(acme().payments().capture(payment.id(), usd(71), newKey())))
                .isEqualTo(ErrorCode.PAYMENT_EXCEEDED);
        clock().advance(WEEK);
        zentra().runDueWork();
        is(acme().payments().get(payment.id()), PaymentStatus.EXPIRED, 100, 0, 0, 0, 0);
        assertThat(openHolds()).isEmpty();
    }

    @Test
    void listsEachFlowPageByPage() {
        Payment first = authorized(1);
        Payment onCard = card(2);
        Payment second = authorized(3);
        assertThat(acme().payments().list(0, 1)).containsExactly(first);
        assertThat(acme().payments().list(first.eventSeq(), 10)).containsExactly(second);
        assertThat(acme().cards().list(0, 10)).containsExactly(onCard);
        assertThat(acme().payments().find(onCard.id())).isEmpty();
        assertThat(acme().cards().get(onCard.id())).isEqualTo(onCard);
    }
}
