package io.zentra.ledger;

import java.util.Locale;

/** Whether an account takes part in postings. */
public enum AccountStatus {
    /** It does. */
    OPEN,
    /** Not now: postings, holds and captures are refused, releases are not. */
    FROZEN,
    /** No more: it is empty. */
    CLOSED;

    /** {@code open}, {@code frozen} or {@code closed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of a {@link #code()}. */
    public static AccountStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
