package io.zentra.runtime;

import java.util.Locale;

/** The states of a transfer; its codes are part of stored history. */
public enum TransferStatus {
    /** Written down, and nothing has moved yet. */
    PENDING,
    /** Reserved, sent or about to be, and no final news. */
    PROCESSING,
    /**
     * A person must look: the policy asks for it, and then nothing has moved; nothing is known for too long; the rail is
     * missing; or the ledger refused to settle. News still counts.
     */
    IN_REVIEW,
    /** The rail has moved the money, which is not yet with the destination. */
    POSTED,
    /** The money is with the destination, or was paid out from there. */
    SETTLED,
    /** It will not arrive; the reserve was given back. */
    FAILED,
    /** It was moved, and given back in full. */
    REVERSED,
    /** It was paid, and came back from the provider: it is with its source again. */
    RETURNED,
    /** The policy, or a person it asked, did not let it move. */
    DENIED,
    /** It was taken back before anything was sent. */
    CANCELLED,
    /** Final news contradicts other final news, or the request. No money moves any more until persons have decided. */
    CONTRADICTED;

    /** {@code pending}, {@code processing}, … */
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
