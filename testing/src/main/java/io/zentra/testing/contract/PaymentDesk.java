package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.usage.Window;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Side;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.PaymentStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;

/** Payments and card authorizations from a customer to a merchant, and the people who act on them. */
abstract class PaymentDesk extends PolicyDesk {
    static final long FUNDS = 1_000_000;
    static final Duration WEEK = Duration.ofDays(7);
    static final Actor OPERATOR = Actor.operator("olga", Permission.READ, Permission.PAY, Permission.OPERATE_PAYMENTS);

    PaymentDesk() {}

    /** Money is neither made nor lost, and of no account more is held or with it than the payments tell. */
    @AfterEach
    final void requireNothingLost() {
        List<Payment> all = new ArrayList<>(acme().payments().list(0, 1_000));
        all.addAll(acme().cards().list(0, 1_000));
        long arrived = 0;
        for (Payment each : all) {
            arrived += each.amounts().arrived().minor();
            assertThat(left(each))
                    .as("what is left of %s", each)
                    .isEqualTo(each.amounts().arrived().minor());
        }
        assertThat(posted(MERCHANT)).isEqualTo(arrived);
        assertThat(posted(CUSTOMER) + posted(MERCHANT)).isEqualTo(FUNDS);
        assertThat(acme().ledgers().trialBalance().isZero()).isTrue();
    }

    /** What is left of the postings of a payment, as the ledger tells. */
    private long left(Payment payment) {
        return payment.postingIds().stream()
                .flatMap(id -> acme().ledgers().reversals().left(id).stream())
                .filter(line -> line.side() == Side.CREDIT)
                .map(EntryRequest::amount)
                .mapToLong(Money::minor)
                .sum();
    }

    static PaymentRequest request(long minor, String key) {
        return PaymentRequest.of(CUSTOMER, MERCHANT, usd(minor), key);
    }

    final Payment authorized(long minor) {
        return acme().payments().authorize(request(minor, newKey())).orElseThrow();
    }

    /** A card authorization of a week. */
    final Payment card(long minor) {
        return acme().cards()
                .authorize(request(minor, newKey()).expiresAt(clock().instant().plus(WEEK)))
                .orElseThrow();
    }

    final Payment captured(long minor) {
        Payment payment = authorized(minor);
        return acme().payments().capture(payment.id(), usd(minor), newKey()).orElseThrow();
    }

    final long available() {
        return acme().accounts().balances(CUSTOMER).available().minor();
    }

    final List<Hold> openHolds() {
        return acme().ledgers().holds().list("", 100);
    }

    final List<String> events(Payment payment) {
        return acme().journal().timeline(payment.id()).stream().map(Event::type).toList();
    }

    /** Amounts in the order authorized, held, captured, refunded, charged back. */
    static void is(Payment payment, PaymentStatus status, long... minor) {
        Payment.Amounts amounts = payment.amounts();
        assertThat(payment.status()).as("%s", payment).isEqualTo(status);
        assertThat(new long[] {
                    amounts.authorized().minor(),
                    amounts.held().minor(),
                    amounts.captured().minor(),
                    amounts.refunded().minor(),
                    amounts.chargedBack().minor()
                })
                .as("%s", payment)
                .containsExactly(minor);
    }

    final ReviewCase caseOf(Payment payment) {
        return acme().reviews().find(Objects.requireNonNull(payment.caseId())).orElseThrow();
    }

    /** Approves, and lets what waited go on. */
    final void approve(ReviewCase seen) {
        by(TREASURER).reviews().approve(seen.id(), seen.decision(), newKey()).orElseThrow();
        zentra().runDueWork();
    }

    final void deny(ReviewCase seen) {
        by(TREASURER).reviews().deny(seen.id(), "not_ours", newKey()).orElseThrow();
        zentra().runDueWork();
    }

    /** Denies above 5,000.00, asks persons in the scope {@code reviewed}, and lets 6,000.00 a day. */
    static Policy limiting(String name) {
        return Policy.named(name)
                .deny("too_much", Condition.amountOver(usd(500_000)))
                .review("treasury", Condition.is(Field.SCOPE, "reviewed"))
                .limit(
                        "daily",
                        Measure.sum(USD).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24))),
                        600_000)
                .build();
    }

    static <T> void replays(Outcome<T> first, Outcome<T> again) {
        assertThat(first.isReplay()).isFalse();
        assertThat(again.isReplay()).isTrue();
        assertThat(again.orElseThrow()).isEqualTo(first.orElseThrow());
    }
}
