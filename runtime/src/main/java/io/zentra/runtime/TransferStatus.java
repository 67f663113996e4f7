package io.zentra.runtime;

import java.util.Locale;

/** The states of a transfer; its codes are part of stored history. */
public enum TransferStatus {
    /** Reserved, sent or about to be, and no final news. */
    PROCESSING,
    /** The money arrived and is with the destination. */
    SETTLED,
    /** It will not arrive; the reserve was given back. */
    FAILED,
    /**
     * A person must look: nothing is known for too long, the rail is missing, or the ledger refused to settle. News still
     * counts.
     */
    IN_REVIEW,
    /** Final news contradicts other final news, or the request. No money moves any more without a person. */
    CONTRADICTED;

    /** {@code processing}, {@code settled}, … */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The status of a {@link #code()}.
     *
     * @throws IllegalArgumentException when no status has this code
     */
    public static TransferStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
