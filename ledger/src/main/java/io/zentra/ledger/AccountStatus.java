package io.zentra.ledger;

import java.util.Locale;

/** Whether an account takes part in postings. */
public enum AccountStatus {
    /** It does. */
    OPEN,
    /** Not on its debit side: postings, holds and captures there are refused, releases are not. */
    DEBITS_FROZEN,
    /** Not on its credit side. */
    CREDITS_FROZEN,
    /** Not on either side. */
    FROZEN,
    /** No more, unless it is reopened: it is empty. */
    CLOSED;

    /** {@code open}, {@code debits_frozen}, {@code credits_frozen}, {@code frozen} or {@code closed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of a {@link #code()}. */
    public static AccountStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether this side takes part in nothing, in an account that is not closed. */
    public boolean isFrozen(Side side) {
        return switch (this) {
            case OPEN, CLOSED -> false;
            case DEBITS_FROZEN -> side == Side.DEBIT;
            case CREDITS_FROZEN -> side == Side.CREDIT;
            case FROZEN -> true;
        };
    }
}
