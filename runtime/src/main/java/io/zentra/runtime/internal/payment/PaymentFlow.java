package io.zentra.runtime.internal.payment;

import java.util.Locale;

/** Which ways are open to a payment; its code is also the name of the policy that is asked. */
public enum PaymentFlow {
    /** A payment that the host authorizes, captures and refunds. */
    PAYMENT,
    /** A card authorization, which a scheme may also increase, and clear by force. */
    CARD;

    /** {@code payment} or {@code card}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PaymentFlow of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
