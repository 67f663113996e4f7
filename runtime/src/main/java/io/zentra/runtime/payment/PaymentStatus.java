package io.zentra.runtime.payment;

import java.util.Locale;

/** The states of payments and card authorizations; their codes are part of stored history. */
public enum PaymentStatus {
    /** The policy asks persons, and nothing is held yet. */
    IN_REVIEW,
    /** The policy, or a person that it asked, did not let it be held. */
    DENIED,
    /**
     * Persons let it, and the ledger did not: the money was gone meanwhile, or the time was over. Or nothing is held any more,
     * and the rail has brought none of it.
     */
    FAILED,
    /** Something is held, and nothing was captured. */
    AUTHORIZED,
    /** Something was captured, and something is still held. */
    PARTLY_CAPTURED,
    /** Nothing is held any more, and a capture is on its way over a rail. */
    PROCESSING,
    /** Something was captured, and nothing is held any more. */
    CAPTURED,
    /** All that was held was let go of by hand; nothing was captured. */
    VOIDED,
    /** Its time was over before anything was captured. */
    EXPIRED,
    /** All that was captured was refunded. */
    REFUNDED,
    /** Some of what was captured is disputed, and back at the source until that is over. */
    CHARGED_BACK;

    /** {@code authorized}, {@code partly_captured}, … */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The status of a {@link #code()}.
     *
     * @throws IllegalArgumentException when no status has this code
     */
    public static PaymentStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
