package io.zentra.runtime.internal.payment;

import io.zentra.core.money.Money;
import io.zentra.runtime.payment.Payment.Amounts;

/** Amounts of a payment that a step changes; each word adds to one of them. Checked when all are changed. */
final class ChangedAmounts {
    private final Amounts before;
    private Money authorized;
    private Money held;
    private Money sent;
    private Money captured;
    private Money returning;
    private Money refunded;
    private Money chargedBack;

    ChangedAmounts(Amounts before) {
        this.before = before;
        this.authorized = before.authorized();
        this.held = before.held();
        this.sent = before.sent();
        this.captured = before.captured();
        this.returning = before.returning();
        this.refunded = before.refunded();
        this.chargedBack = before.chargedBack();
    }

    ChangedAmounts authorized(Money more) {
        authorized = before.authorized().plus(more);
        return this;
    }

    ChangedAmounts held(Money more) {
        held = before.held().plus(more);
        return this;
    }

    ChangedAmounts sent(Money more) {
        sent = before.sent().plus(more);
        return this;
    }

    ChangedAmounts captured(Money more) {
        captured = before.captured().plus(more);
        return this;
    }

    ChangedAmounts returning(Money more) {
        returning = before.returning().plus(more);
        return this;
    }

    ChangedAmounts refunded(Money more) {
        refunded = before.refunded().plus(more);
        return this;
    }

    ChangedAmounts chargedBack(Money more) {
        chargedBack = before.chargedBack().plus(more);
        return this;
    }

    Amounts all() {
        return new Amounts(authorized, held, sent, captured, returning, refunded, chargedBack);
    }
}
