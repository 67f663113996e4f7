package io.zentra.ledger;

import java.util.Locale;

/** What is done to an account that is open. */
public enum AccountChange {
    /** Refuse what would change a side. */
    FREEZE("frozen"),
    /** Allow it again. */
    UNFREEZE("unfrozen"),
    /** Refuse everything. */
    CLOSE("closed"),
    /** Allow everything again. */
    REOPEN("reopened");

    private final String done;

    AccountChange(String done) {
        this.done = done;
    }

    /** The stable text, such as {@code freeze}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of the event that it leaves, such as {@code account.frozen}. */
    public String event() {
        return "account." + done;
    }

    /**
     * The change of a {@link #code}.
     *
     * @throws IllegalArgumentException when it is none's
     */
    public static AccountChange of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
