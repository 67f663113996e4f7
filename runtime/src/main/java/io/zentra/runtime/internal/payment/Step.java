package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Operation;
import io.zentra.core.money.Money;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.payment.Payment.Amounts;
import io.zentra.runtime.payment.PaymentStatus;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps of payments: the event of each, what the ledger does, what that makes of the amounts, and so of the state. */
public enum Step {
    AUTHORIZE("payment.authorized", "holds the amount"),
    REVIEW("payment.in_review", "nothing"),
    DENY("payment.denied", "nothing"),
    FAIL("payment.failed", "nothing"),
    INCREMENT("payment.incremented", "holds more, beside what is held"),
    REVIEW_INCREMENT("payment.increment_in_review", "nothing"),
    REFUSE_INCREMENT("payment.increment_refused", "nothing"),
    CAPTURE(
            "payment.captured",
            "posts a part of what is held to the destination; when it is final, lets go of the rest"),
    VOID("payment.voided", "lets go of a part, or of all that is held"),
    EXPIRE("payment.expired", "lets go of all that is held"),
    REFUND("payment.refunded", "reverses what was captured, the oldest first"),
    CHARGE_BACK("payment.charged_back", "reverses what was captured, the oldest first"),
    REVERSE_CHARGEBACK("payment.chargeback_reversed", "posts to the destination again"),
    FORCE("payment.forced", "posts what is held to the destination, and what is beyond that without a hold");

    private final String event;
    private final String effect;

    Step(String event, String effect) {
        this.event = event;
        this.effect = effect;
    }

    /** The step of a type of events; empty when it is no payment's. */
    static Optional<Step> ofEvent(String type) {
        return Arrays.stream(values()).filter(step -> step.event.equals(type)).findFirst();
    }

    /** The types of the events of payments. */
    public static Set<String> eventTypes() {
        return Arrays.stream(values()).map(Step::event).collect(Collectors.toUnmodifiableSet());
    }

    /** The type of its event. */
    String event() {
        return event;
    }

    /** The operation of the command that takes it by itself. */
    Operation operation() {
        return switch (this) {
            case INCREMENT -> Operations.PAYMENT_INCREMENT;
            case CAPTURE -> Operations.PAYMENT_CAPTURE;
            case VOID -> Operations.PAYMENT_VOID;
            case REFUND -> Operations.PAYMENT_REFUND;
            case CHARGE_BACK -> Operations.PAYMENT_CHARGEBACK;
            case REVERSE_CHARGEBACK -> Operations.PAYMENT_CHARGEBACK_REVERSAL;
            case FORCE -> Operations.PAYMENT_FORCE;
            default -> throw new IllegalStateException(this + " is taken by no command of its own");
        };
    }

    /** What the ledger does. */
    String effect() {
        return effect;
    }

    /** The amounts after it. */
    Amounts after(Amounts before, Change.Sum sum) {
        return switch (this) {
            case AUTHORIZE, INCREMENT ->
                new Amounts(
                        before.authorized().plus(sum.amount()),
                        before.held().plus(sum.amount()),
                        before.captured(),
                        before.refunded(),
                        before.chargedBack());
            case CAPTURE, FORCE ->
                new Amounts(
                        before.authorized(),
                        before.held().minus(sum.ofHeld()),
                        before.captured().plus(sum.amount()),
                        before.refunded(),
                        before.chargedBack());
            case VOID, EXPIRE ->
                new Amounts(
                        before.authorized(),
                        before.held().minus(sum.amount()),
                        before.captured(),
                        before.refunded(),
                        before.chargedBack());
            case REFUND ->
                new Amounts(
                        before.authorized(),
                        before.held(),
                        before.captured(),
                        before.refunded().plus(sum.amount()),
                        before.chargedBack());
            case CHARGE_BACK -> charged(before, before.chargedBack().plus(sum.amount()));
            case REVERSE_CHARGEBACK -> charged(before, before.chargedBack().minus(sum.amount()));
            case REVIEW, DENY, FAIL, REVIEW_INCREMENT, REFUSE_INCREMENT -> before;
        };
    }

    private static Amounts charged(Amounts before, Money chargedBack) {
        return new Amounts(before.authorized(), before.held(), before.captured(), before.refunded(), chargedBack);
    }

    /** The state that it leads to, with these amounts after it. */
    PaymentStatus status(@Nullable PaymentStatus before, Amounts after) {
        return switch (this) {
            case REVIEW -> PaymentStatus.IN_REVIEW;
            case DENY -> PaymentStatus.DENIED;
            case FAIL -> PaymentStatus.FAILED;
            case REVIEW_INCREMENT, REFUSE_INCREMENT -> before == null ? PaymentStatus.FAILED : before;
            default -> status(after);
        };
    }

    private PaymentStatus status(Amounts after) {
        if (after.chargedBack().isPositive()) {
            return PaymentStatus.CHARGED_BACK;
        }
        if (after.captured().isZero()) {
            return after.held().isPositive()
                    ? PaymentStatus.AUTHORIZED
                    : this == EXPIRE ? PaymentStatus.EXPIRED : PaymentStatus.VOIDED;
        }
        if (after.held().isPositive()) {
            return PaymentStatus.PARTLY_CAPTURED;
        }
        return after.arrived().isZero() ? PaymentStatus.REFUNDED : PaymentStatus.CAPTURED;
    }
}
