package io.zentra.testing.schedule;

import io.zentra.core.commit.Outcome;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.payment.Cards;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.runtime.payment.Payments;

/**
 * The steps in the words of payments, or of cards.
 *
 * @param desk whose
 * @param isCard whether it takes cards
 */
record PaymentTill(Workspace desk, boolean isCard) {
    private static final String WHY = "as the scene says";

    Outcome<Payment> authorize(PaymentRequest request) {
        return isCard ? desk.cards().authorize(request) : desk.payments().authorize(request);
    }

    Payment get(String id) {
        return isCard ? desk.cards().get(id) : desk.payments().get(id);
    }

    Outcome<Payment> take(PaymentStep step, String id, String key) {
        Money amount = Money.ofMinor(step.minor(), Asset.iso("USD"));
        return isCard ? ofCard(step, id, amount, key) : ofPayment(step, id, amount, key);
    }

    private Outcome<Payment> ofPayment(PaymentStep step, String id, Money amount, String key) {
        Payments payments = desk.payments();
        return switch (step) {
            case CAPTURE, CAPTURE_MORE -> payments.capture(id, amount, key);
            case CAPTURE_LAST -> payments.captureFinal(id, amount, key);
            case RELEASE -> payments.voidHeld(id, amount, WHY, key);
            case VOID -> payments.voidHeld(id, WHY, key);
            case REFUND -> payments.refund(id, amount, WHY, key);
            case CHARGE_BACK -> payments.chargeBack(id, amount, WHY, key);
            case WIN -> payments.reverseChargeback(id, amount, WHY, key);
            default -> throw new IllegalStateException(step + " is sent to no payment");
        };
    }

    private Outcome<Payment> ofCard(PaymentStep step, String id, Money amount, String key) {
        Cards cards = desk.cards();
        return switch (step) {
            case INCREMENT -> cards.increment(id, amount, key);
            case CAPTURE -> cards.clear(id, amount, key);
            case CAPTURE_LAST -> cards.clearFinal(id, amount, key);
            case RELEASE -> cards.reverse(id, amount, WHY, key);
            case VOID -> cards.reverse(id, WHY, key);
            case FORCE -> cards.force(id, amount, WHY, key);
            case REFUND -> cards.refund(id, amount, WHY, key);
            case CHARGE_BACK -> cards.chargeBack(id, amount, WHY, key);
            case WIN -> cards.reverseChargeback(id, amount, WHY, key);
            default -> throw new IllegalStateException(step + " is sent to no card");
        };
    }
}
