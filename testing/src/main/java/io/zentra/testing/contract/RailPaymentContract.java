package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Side;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.operations.TransferSearch;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.runtime.payment.Payments;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Payments whose captures and refunds go over a rail: whatever it says, and when, payment and transfers tell one story. */
public abstract class RailPaymentContract extends TransferDesk {
    private static final Actor PAYER =
            Actor.operator("pia", Permission.READ, Permission.PAY, Permission.OPERATE_PAYMENTS);

    /** For subclasses. */
    protected RailPaymentContract() {}

    /** What the payments tell is where the money is, and what they tell of is shown and verifies. */
    @AfterEach
    final void requireOneStory() {
        long arrived = 0;
        long under = 0;
        for (Payment each : acme().payments().list(0, 1_000)) {
            requireSound(acme().evidence().packet(each.id()));
            arrived += each.amounts().arrived().minor();
            under += each.amounts().sent().minor() + each.amounts().returning().minor();
        }
        for (Transfer each : acme().transfers().list(0, 1_000)) {
            boolean isPayments = acme().journal().timeline(each.id()).stream()
                    .anyMatch(event -> event.body().has("payment_step"));
            arrived += !isPayments && each.status() == TransferStatus.SETTLED
                    ? each.amount().minor()
                    : 0;
        }
        assertThat(posted(MERCHANT)).isEqualTo(arrived);
        assertThat(posted(RESERVED)).isEqualTo(under);
    }

    private Payments payments() {
        return by(PAYER).payments();
    }

    private PaymentRequest asked(long minor) {
        return PaymentRequest.of(CUSTOMER, MERCHANT, usd(minor), newKey()).overRails();
    }

    private Payment authorized(long minor) {
        return payments().authorize(asked(minor)).orElseThrow();
    }

    private Payment now(Payment payment) {
        return payments().get(payment.id());
    }

    /** The transfer that was sent last for a payment. */
    private Transfer last(Payment payment) {
        List<String> all = now(payment).transferIds();
        return acme().transfers().get(all.get(all.size() - 1));
    }

    /** A payment of 100.00, all of which its rail has accepted to bring. */
    private Payment onItsWay() {
        Payment payment = authorized(10_000);
        payments().captureFinal(payment.id(), usd(10_000), newKey()).orElseThrow();
        zentra().runDueWork();
        return payment;
    }

    /** A payment of 100.00 that has arrived. */
    private Payment arrived() {
        Payment payment = onItsWay();
        success(last(payment));
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);
        return payment;
    }

    /** Amounts in the order held, sent, captured, returning, refunded, charged back. */
    private void is(Payment payment, PaymentStatus status, long... minor) {
        Payment now = now(payment);
        Payment.Amounts amounts = now.amounts();
        assertThat(now.status()).as("%s", now).isEqualTo(status);
        assertThat(new long[] {
                    amounts.held().minor(),
                    amounts.sent().minor(),
                    amounts.captured().minor(),
                    amounts.returning().minor(),
                    amounts.refunded().minor(),
                    amounts.chargedBack().minor()
                })
                .as("%s", now)
                .containsExactly(minor);
    }

    private long available() {
        return acme().accounts().balances(CUSTOMER).available().minor();
    }

    @Test
    void capturesInPartsOverARail() {
        Payment payment = authorized(10_000);
        payments().capture(payment.id(), usd(6_000), newKey()).orElseThrow();
        is(payment, PaymentStatus.AUTHORIZED, 4_000, 6_000, 0, 0, 0, 0);
        Transfer first = last(payment);
        assertThat(first.status()).isEqualTo(TransferStatus.PROCESSING);

        zentra().runDueWork();
        Rail.Request taken = bank().taken().get(0);
        assertThat(taken.payment()).isEqualTo(new Rail.OfPayment(payment.id(), false));
        assertThat(taken.amount()).isEqualTo(usd(6_000));
        assertThat(success(first)).isInstanceOf(CallbackOutcome.Applied.class);
        is(payment, PaymentStatus.PARTLY_CAPTURED, 4_000, 0, 6_000, 0, 0, 0);

        payments().captureFinal(payment.id(), usd(3_000), newKey()).orElseThrow();
        is(payment, PaymentStatus.PROCESSING, 0, 3_000, 6_000, 0, 0, 0);
        zentra().runDueWork();
        success(last(payment));
        is(payment, PaymentStatus.CAPTURED, 0, 0, 9_000, 0, 0, 0);
        assertThat(now(payment).transferIds()).hasSize(2);
        assertThat(available()).isEqualTo(FUNDS - 9_000);
        assertThat(acme().journal().timeline(payment.id()).stream().map(Event::type))
                .containsExactly(
                        "hold.placed",
                        "payment.authorized",
                        "payment.capture_sent",
                        "hold.captured",
                        "payment.capture_settled",
                        "payment.capture_sent",
                        "hold.captured",
                        "hold.released",
                        "payment.capture_settled");
    }

    /** The words of the rail count once, in every order. */
    @Test
    void arrivesOnceHoweverOftenItIsSaid() {
        Payment payment = onItsWay();
        success(last(payment));
        assertThat(success(last(payment))).isInstanceOf(CallbackOutcome.Duplicate.class);
        clock().advance(Duration.ofDays(1));
        zentra().runDueWork();

        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);
        assertThat(bank().taken()).hasSize(1);
    }

    @Test
    void isFreeAtTheSourceWhenTheRailDeclines() {
        Payment payment = authorized(10_000);
        payments().capture(payment.id(), usd(6_000), newKey()).orElseThrow();
        zentra().runDueWork();
        failure(last(payment));

        is(payment, PaymentStatus.AUTHORIZED, 4_000, 0, 0, 0, 0, 0);
        assertThat(now(payment).reason()).isEqualTo("account closed");
        assertThat(available()).isEqualTo(FUNDS - 4_000);

        payments().captureFinal(payment.id(), usd(4_000), newKey()).orElseThrow();
        zentra().runDueWork();
        failure(last(payment));
        is(payment, PaymentStatus.FAILED, 0, 0, 0, 0, 0, 0);
        assertThat(available()).isEqualTo(FUNDS);
    }

    /** A silence is no failure: what was sent stays sent, until a person or the rail knows. */
    @Test
    void staysSentWhileNothingIsKnown() {
        Payment payment = authorized(10_000);
        payments().captureFinal(payment.id(), usd(10_000), newKey()).orElseThrow();
        bank().nextSubmit(new RailOutcome.Unknown("timeout"));
        zentra().runDueWork();
        for (int day = 0; day < 10; day++) {
            bank().nextQuery(new RailOutcome.Unknown("still down"));
            clock().advance(Duration.ofDays(1));
            zentra().runDueWork();
        }
        assertThat(last(payment).status()).isEqualTo(TransferStatus.IN_REVIEW);
        is(payment, PaymentStatus.PROCESSING, 0, 10_000, 0, 0, 0, 0);

        by(OPERATOR)
                .transfers()
                .settle(last(payment).id(), "seen in the bank's file", newKey())
                .orElseThrow();
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);
    }

    @Test
    void refundsOverTheRailThatBroughtIt() {
        Payment payment = arrived();
        payments()
                .refund(payment.id(), usd(2_500), "one cup was broken", newKey())
                .orElseThrow();
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 2_500, 0, 0);
        assertThat(posted(MERCHANT)).isEqualTo(7_500);
        assertThat(code(payments().refund(payment.id(), usd(7_501), "too much", newKey())))
                .isEqualTo(ErrorCode.PAYMENT_EXCEEDED);

        zentra().runDueWork();
        Rail.Request refund = bank().taken().get(1);
        assertThat(refund.payment()).isEqualTo(new Rail.OfPayment(payment.id(), true));
        assertThat(List.of(refund.source(), refund.destination())).containsExactly(MERCHANT, CUSTOMER);
        success(last(payment));
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 2_500, 0);

        payments().refund(payment.id(), "all of it", newKey()).orElseThrow();
        zentra().runDueWork();
        success(last(payment));
        is(payment, PaymentStatus.REFUNDED, 0, 0, 10_000, 0, 10_000, 0);
        assertThat(available()).isEqualTo(FUNDS);
    }

    @Test
    void isWithTheDestinationAgainWhenARefundIsDeclined() {
        Payment payment = arrived();
        payments().refund(payment.id(), "returned", newKey()).orElseThrow();
        zentra().runDueWork();
        failure(last(payment));

        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);
        assertThat(posted(MERCHANT)).isEqualTo(10_000);
    }

    /** A refund that was paid comes back from the payer's bank. */
    @Test
    void isWithTheDestinationAgainWhenARefundComesBack() {
        Payment payment = arrived();
        payments().refund(payment.id(), usd(4_000), "returned", newKey()).orElseThrow();
        zentra().runDueWork();
        success(last(payment));
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 4_000, 0);

        take(bank().returned(last(payment).attemptId(), "account closed", clock().instant()));

        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);
        assertThat(posted(MERCHANT)).isEqualTo(10_000);
    }

    @Test
    void isChargedBackByItsRailAndWonAgain() {
        Payment payment = arrived();
        take(bank().returned(last(payment).attemptId(), "13.1 not received", clock().instant()));
        is(payment, PaymentStatus.CHARGED_BACK, 0, 0, 10_000, 0, 0, 10_000);
        assertThat(now(payment).reason()).isEqualTo("13.1 not received");

        payments().reverseChargeback(payment.id(), usd(10_000), "won", newKey()).orElseThrow();
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);

        payments().refund(payment.id(), usd(1_000), "kindly", newKey()).orElseThrow();
        zentra().runDueWork();
        success(last(payment));
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 1_000, 0);
    }

    /** The return overtakes the success: both are known in the end, so it is disputed as in the other order, and can be won. */
    @Test
    void isChargedBackAlsoWhenTheReturnIsSaidFirst() {
        Payment payment = onItsWay();
        take(bank().returned(last(payment).attemptId(), "13.1 not received", clock().instant()));
        is(payment, PaymentStatus.CHARGED_BACK, 0, 0, 10_000, 0, 0, 10_000);
        assertThat(now(payment).reason()).isEqualTo("13.1 not received");
        assertThat(success(last(payment))).isInstanceOf(CallbackOutcome.Duplicate.class);
        is(payment, PaymentStatus.CHARGED_BACK, 0, 0, 10_000, 0, 0, 10_000);
        assertThat(available()).isEqualTo(FUNDS);

        payments().reverseChargeback(payment.id(), "won", newKey()).orElseThrow();
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);
    }

    /** Of the first capture first, and of what was won again last. */
    @Test
    void isChargedBackByHandInPart() {
        Payment payment = authorized(10_000);
        for (long part : new long[] {6_000, 4_000}) {
            payments().capture(payment.id(), usd(part), newKey()).orElseThrow();
            zentra().runDueWork();
            success(last(payment));
        }
        payments().chargeBack(payment.id(), usd(7_000), "disputed", newKey()).orElseThrow();
        is(payment, PaymentStatus.CHARGED_BACK, 0, 0, 10_000, 0, 0, 7_000);
        List<String> ids = now(payment).transferIds();
        assertThat(acme().transfers().get(ids.get(0)).status()).isEqualTo(TransferStatus.REVERSED);
        assertThat(acme().transfers().get(ids.get(1)).reversed()).isEqualTo(usd(1_000));

        payments()
                .reverseChargeback(payment.id(), usd(2_000), "won in part", newKey())
                .orElseThrow();
        payments().chargeBack(payment.id(), "lost after all", "lost").orElseThrow();
        assertThat(payments().chargeBack(payment.id(), "lost after all", "lost").isReplay())
                .isTrue();
        is(payment, PaymentStatus.CHARGED_BACK, 0, 0, 10_000, 0, 0, 10_000);
        assertThat(posted(MERCHANT)).isZero();
    }

    @Test
    void followsATransferThatIsGivenBackByHand() {
        Payment payment = arrived();
        String transfer = last(payment).id();
        by(OPERATOR)
                .transfers()
                .reverse(transfer, usd(1_000), "one item", newKey())
                .orElseThrow();
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 1_000, 0);
        by(OPERATOR).transfers().reverse(transfer, "the rest", newKey()).orElseThrow();
        is(payment, PaymentStatus.REFUNDED, 0, 0, 10_000, 0, 10_000, 0);
    }

    @Test
    void followsATransferThatIsTakenBackBeforeItIsSent() {
        Payment payment = authorized(10_000);
        payments().captureFinal(payment.id(), usd(10_000), newKey()).orElseThrow();
        acme().transfers().cancel(last(payment).id(), "mistaken", newKey()).orElseThrow();

        is(payment, PaymentStatus.FAILED, 0, 0, 0, 0, 0, 0);
        zentra().runDueWork();
        assertThat(bank().taken()).isEmpty();
        assertThat(available()).isEqualTo(FUNDS);
    }

    /** Success, then failure: persons decide, and until then nothing moves. */
    @Test
    void standsStillWhileItsRailContradictsItself() {
        Payment payment = arrived();
        assertThat(failure(last(payment))).isInstanceOf(CallbackOutcome.Contradicted.class);
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);

        approve(TREASURER, caseOf(last(payment)));
        is(payment, PaymentStatus.REFUNDED, 0, 0, 10_000, 0, 10_000, 0);
    }

    /** Failure, then success: it is captured after all, when persons say so. */
    @Test
    void isCapturedAfterAllWhenPersonsSaySo() {
        Payment payment = onItsWay();
        failure(last(payment));
        is(payment, PaymentStatus.FAILED, 0, 0, 0, 0, 0, 0);
        assertThat(success(last(payment))).isInstanceOf(CallbackOutcome.Contradicted.class);

        approve(TREASURER, caseOf(last(payment)));
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);
        assertThat(available()).isEqualTo(FUNDS - 10_000);
    }

    /** What is being refunded cannot be given back by hand beside it. */
    @Test
    void isNotGivenBackTwice() {
        acme().accounts().setFloor(MERCHANT, usd(-20_000), newKey()).orElseThrow();
        Payment payment = arrived();
        String capture = last(payment).id();
        payments().refund(payment.id(), usd(6_000), "returned", newKey()).orElseThrow();

        assertThat(code(by(OPERATOR).transfers().reverse(capture, "returned", newKey())))
                .isEqualTo(ErrorCode.PAYMENT_EXCEEDED);
        by(OPERATOR)
                .transfers()
                .reverse(capture, usd(4_000), "the rest", newKey())
                .orElseThrow();
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 6_000, 4_000, 0);
        zentra().runDueWork();
        success(last(payment));
        is(payment, PaymentStatus.REFUNDED, 0, 0, 10_000, 0, 10_000, 0);
    }

    /** A refund that had failed comes true beside another one: more was given back than came, and the payment says so. */
    @Test
    void tellsWhenMoreWasGivenBackThanCame() {
        acme().accounts().setFloor(MERCHANT, usd(-20_000), newKey()).orElseThrow();
        Payment payment = arrived();
        payments().refund(payment.id(), "returned", newKey()).orElseThrow();
        zentra().runDueWork();
        Transfer first = last(payment);
        failure(first);
        payments().refund(payment.id(), "returned", newKey()).orElseThrow();
        zentra().runDueWork();
        success(last(payment));
        assertThat(success(first)).isInstanceOf(CallbackOutcome.Contradicted.class);
        approve(TREASURER, caseOf(first));

        is(payment, PaymentStatus.REFUNDED, 0, 0, 10_000, 0, 20_000, 0);
        assertThat(posted(MERCHANT)).isEqualTo(-10_000);
        assertThat(code(payments().chargeBack(payment.id(), "disputed", newKey())))
                .isEqualTo(ErrorCode.PAYMENT_EXCEEDED);
    }

    @Test
    void takesEffectOncePerKey() {
        PaymentRequest request = asked(10_000);
        Outcome<Payment> first = payments().authorize(request);
        assertThat(payments().authorize(request).isReplay()).isTrue();
        String id = first.orElseThrow().id();
        payments().capture(id, usd(4_000), "once").orElseThrow();
        assertThat(payments().capture(id, usd(4_000), "once").isReplay()).isTrue();
        zentra().runDueWork();
        success(last(first.orElseThrow()));
        payments().refund(id, usd(1_000), "broken", "back-once").orElseThrow();
        assertThat(payments().refund(id, usd(1_000), "broken", "back-once").isReplay())
                .isTrue();

        assertThat(now(first.orElseThrow()).transferIds()).hasSize(2);
        assertThatThrownBy(() -> payments().capture(id, usd(4_001), "once"))
                .isInstanceOf(ZentraException.class)
                .extracting(refused -> ((ZentraException) refused).code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    @Test
    void capturesNoMoreThanIsHeldAndRefundsNoMoreThanArrived() {
        Payment payment = authorized(10_000);
        assertThat(code(payments().capture(payment.id(), usd(10_001), newKey())))
                .isEqualTo(ErrorCode.PAYMENT_EXCEEDED);
        assertThat(code(payments().refund(payment.id(), "nothing came", newKey())))
                .isEqualTo(ErrorCode.PAYMENT_STATE);
        payments().captureFinal(payment.id(), usd(10_000), newKey()).orElseThrow();
        assertThat(code(payments().refund(payment.id(), "it is on its way", newKey())))
                .isEqualTo(ErrorCode.PAYMENT_EXCEEDED);
        assertThat(code(payments().voidHeld(payment.id(), "too late", newKey())))
                .isEqualTo(ErrorCode.PAYMENT_STATE);
    }

    /** Below the floor of the destination nothing can be refunded, and the rail is not asked. */
    @Test
    void refundsNothingThatTheDestinationHasNot() {
        Payment payment = arrived();
        acme().ledgers().post(MERCHANT, BANK, usd(9_000), newKey()).orElseThrow();
        assertThat(code(payments().refund(payment.id(), "returned", newKey()))).isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(bank().taken()).hasSize(1);
        acme().ledgers().post(BANK, MERCHANT, usd(9_000), newKey()).orElseThrow();
    }

    /** The rest expires; what was sent before goes on. */
    @Test
    void expiresWhatIsStillHeld() {
        Payment payment = payments()
                .authorize(asked(10_000).expiresAt(clock().instant().plus(Duration.ofHours(1))))
                .orElseThrow();
        payments().capture(payment.id(), usd(3_000), newKey()).orElseThrow();
        bank().nextSubmit(new RailOutcome.Accepted("prov-1"));
        zentra().runDueWork();
        clock().advance(Duration.ofHours(1));
        zentra().runDueWork();
        is(payment, PaymentStatus.PROCESSING, 0, 3_000, 0, 0, 0, 0);
        success(last(payment));
        is(payment, PaymentStatus.CAPTURED, 0, 0, 3_000, 0, 0, 0);
    }

    @Test
    void isVoidedWhenNothingWasSent() {
        Payment payment = authorized(10_000);
        payments().voidHeld(payment.id(), "changed their mind", newKey()).orElseThrow();
        is(payment, PaymentStatus.VOIDED, 0, 0, 0, 0, 0, 0);
        assertThat(available()).isEqualTo(FUNDS);
    }

    /** The policy says which rails captures may take; what fails or is refunded by reversal is given back to its limits. */
    @Test
    void goesUnderThePolicyThatLetItBeHeld() {
        publish(Policy.named("payment")
                .review("treasury", Condition.is(Field.SCOPE, "reviewed"))
                .limit("daily", Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))), 10_000)
                .build());
        Payment waiting = payments().authorize(asked(10_000).scope("reviewed")).orElseThrow();
        assertThat(waiting.status()).isEqualTo(PaymentStatus.IN_REVIEW);
        approve(
                TREASURER,
                acme().reviews().find(Objects.requireNonNull(waiting.caseId())).orElseThrow());
        is(waiting, PaymentStatus.AUTHORIZED, 10_000, 0, 0, 0, 0, 0);
        assertThat(payments().authorize(asked(1)).orElseThrow().status())
                .as("the limit is used up")
                .isNotEqualTo(PaymentStatus.AUTHORIZED);

        payments().captureFinal(waiting.id(), usd(10_000), newKey()).orElseThrow();
        zentra().runDueWork();
        assertThat(acme().journal().timeline(last(waiting).id()).stream()
                        .filter(event -> event.type().equals("provider.routed"))
                        .map(event -> event.body()
                                .path("route")
                                .path("policy")
                                .path("name")
                                .asText()))
                .containsExactly("payment");
        failure(last(waiting));
        assertThat(authorized(10_000).status()).as("it is given back").isEqualTo(PaymentStatus.AUTHORIZED);
    }

    /** Its rail is left alone: what was captured waits for it, and goes on when it is tried again. */
    @Test
    void waitsUntilARailCanTakeIt() {
        for (int call = 0; call < 5; call++) {
            bank().nextSubmit(new RailOutcome.Unknown("down"));
            created();
        }
        zentra().runDueWork();
        Payment payment = authorized(10_000);
        payments().captureFinal(payment.id(), usd(10_000), newKey()).orElseThrow();
        assertThat(last(payment).status()).isEqualTo(TransferStatus.PENDING);
        is(payment, PaymentStatus.PROCESSING, 0, 10_000, 0, 0, 0, 0);

        for (Transfer other : acme().transfers().list(0, 10)) {
            if (!other.id().equals(last(payment).id())) {
                success(other);
            }
        }
        clock().advance(Duration.ofHours(2));
        zentra().runDueWork();
        success(last(payment));
        is(payment, PaymentStatus.CAPTURED, 0, 0, 10_000, 0, 0, 0);
    }

    /** While the account is frozen nothing leaves it, and the capture is declined as a whole. */
    @Test
    void isDeclinedAsAWholeWhenTheLedgerRefuses() {
        Payment payment = authorized(10_000);
        acme().accounts().freeze(MERCHANT, Side.CREDIT, newKey()).orElseThrow();
        assertThat(code(payments().capture(payment.id(), usd(6_000), newKey()))).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        is(payment, PaymentStatus.AUTHORIZED, 10_000, 0, 0, 0, 0, 0);
        assertThat(acme().transfers().list(0, 10)).isEmpty();
    }

    /** Each packet leads to the other: the payment's to its transfers, and a transfer's to the payment. */
    @Test
    void isShownByPacketsThatLeadToEachOther() {
        Payment payment = arrived();
        Transfer capture = last(payment);
        payments().refund(payment.id(), usd(1_000), "broken", newKey()).orElseThrow();
        Transfer refund = last(payment);

        assertThat(text(payment.id()))
                .contains("\"over_rails\":true", "\"returning_minor\":1000", "\"sent_minor\":0")
                .contains("\"transfers\":[\"" + capture.id() + "\",\"" + refund.id() + "\"]");
        assertThat(text(capture.id())).contains("\"payment\":\"" + payment.id() + "\"", "\"payment_step\":\"capture\"");
        assertThat(text(refund.id())).contains("\"payment_step\":\"refund\"");
    }

    private String text(String id) {
        return new String(acme().evidence().packet(id).json(), StandardCharsets.UTF_8);
    }

    @Test
    void isForPaymentsAlone() {
        assertThatThrownBy(() -> by(PAYER).cards().authorize(asked(10_000)))
                .isInstanceOf(ZentraException.class)
                .hasMessageContaining("a card authorization goes over no rails");
        assertThat(code(payments()
                        .authorize(PaymentRequest.of(CUSTOMER, RESERVED, usd(1), newKey())
                                .overRails())))
                .isEqualTo(ErrorCode.INVALID_ID);
    }

    /** Transfers that carry payments are found as any other, and tell which payment they are of in their events. */
    @Test
    void isFoundByItsTransfers() {
        Payment payment = arrived();
        Event created = acme().journal().timeline(last(payment).id()).stream()
                .filter(event -> event.type().equals("transfer.created"))
                .findFirst()
                .orElseThrow();
        assertThat(created.body().path("payment").asText()).isEqualTo(payment.id());
        assertThat(created.body().path("payment_step").asText()).isEqualTo("capture");
        acme().operations().prepareSearch();
        assertThat(acme().operations()
                        .search(TransferSearch.all().source(CUSTOMER))
                        .transfers())
                .hasSize(1);
        assertThat(acme().operations().timeline(payment.id()).orElseThrow().moments())
                .isNotEmpty();
    }
}
