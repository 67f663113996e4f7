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
    FORCE("payment.forced", "posts what is held to the destination, and what is beyond that without a hold"),
    SEND_CAPTURE(
            "payment.capture_sent",
            "posts a part of what is held to where it waits for the rail; when it is final, lets go of the rest"),
    SETTLE_CAPTURE("payment.capture_settled", "what the transfer does: the money is with the destination"),
    FAIL_CAPTURE("payment.capture_failed", "what the transfer does: the money is with the source, and free"),
    RESEND_CAPTURE("payment.capture_resumed", "what the transfer does: the money waits for the rail again"),
    REVERSE_CAPTURE("payment.capture_reversed", "what the transfer does: the money is with the source again"),
    SEND_REFUND("payment.refund_sent", "posts what arrived to where it waits for the rail"),
    SETTLE_REFUND("payment.refund_settled", "what the transfer does: the money is with the source"),
    FAIL_REFUND("payment.refund_failed", "what the transfer does: the money is with the destination again"),
    RESEND_REFUND("payment.refund_resumed", "what the transfer does: the money waits for the rail again");

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

    /** Whether what it takes was on its way over a rail, and not held. */
    boolean takesOfSent() {
        return this == SETTLE_CAPTURE || this == FAIL_CAPTURE || this == SETTLE_REFUND || this == FAIL_REFUND;
    }

    /** The amounts after it. */
    Amounts after(Amounts before, Change.Sum sum) {
        Money amount = sum.amount();
        return switch (this) {
            case AUTHORIZE, INCREMENT ->
                of(before).authorized(amount).held(amount).all();
            case CAPTURE, FORCE ->
                of(before).held(sum.taken().negated()).captured(amount).all();
            case VOID, EXPIRE -> of(before).held(amount.negated()).all();
            case REFUND, REVERSE_CAPTURE -> of(before).refunded(amount).all();
            case CHARGE_BACK -> of(before).chargedBack(amount).all();
            case REVERSE_CHARGEBACK -> of(before).chargedBack(amount.negated()).all();
            case SEND_CAPTURE ->
                of(before).held(sum.taken().negated()).sent(amount).all();
            case RESEND_CAPTURE -> of(before).sent(amount).all();
            case SETTLE_CAPTURE ->
                of(before).sent(sum.taken().negated()).captured(amount).all();
            case FAIL_CAPTURE -> of(before).sent(amount.negated()).all();
            case SEND_REFUND, RESEND_REFUND -> of(before).returning(amount).all();
            case SETTLE_REFUND ->
                of(before).returning(sum.taken().negated()).refunded(amount).all();
            case FAIL_REFUND ->
                of(before)
                        .returning(sum.taken().negated())
                        .refunded(sum.taken().minus(amount))
                        .all();
            case REVIEW, DENY, FAIL, REVIEW_INCREMENT, REFUSE_INCREMENT -> before;
        };
    }

    private static ChangedAmounts of(Amounts before) {
        return new ChangedAmounts(before);
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
        if (after.held().isPositive()) {
            return after.captured().isZero() ? PaymentStatus.AUTHORIZED : PaymentStatus.PARTLY_CAPTURED;
        }
        if (after.sent().isPositive()) {
            return PaymentStatus.PROCESSING;
        }
        if (after.captured().isZero()) {
            return this == EXPIRE
                    ? PaymentStatus.EXPIRED
                    : this == FAIL_CAPTURE ? PaymentStatus.FAILED : PaymentStatus.VOIDED;
        }
        boolean isThere = after.arrived().plus(after.returning()).isPositive();
        return isThere ? PaymentStatus.CAPTURED : PaymentStatus.REFUNDED;
    }
}
