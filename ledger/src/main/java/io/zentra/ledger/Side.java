package io.zentra.ledger;

import java.util.Locale;

/** The two sides of an account. */
public enum Side {
    /** The left side: assets and expenses grow here. */
    DEBIT,
    /** The right side: liabilities, equity and income grow here. */
    CREDIT;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The other side. */
    public Side opposite() {
        return this == DEBIT ? CREDIT : DEBIT;
    }

    /** {@code debit} or {@code credit}. */
    public String code() {
        return code;
    }

    /** The side of a {@link #code()}. */
    public static Side of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
