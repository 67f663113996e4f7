package io.zentra.ledger;

import java.util.Locale;

/** What an account is in the books: where it stands in balance sheet or income statement, and how it grows by nature. */
public enum AccountKind {
    /** What is owned: cash, bank accounts, what others owe. */
    ASSET(Side.DEBIT),
    /** What is owed: the balances of customers and merchants. */
    LIABILITY(Side.CREDIT),
    /** What is left to the owners. */
    EQUITY(Side.CREDIT),
    /** What was earned: fees, spreads. */
    INCOME(Side.CREDIT),
    /** What was spent: costs of rails, write-offs. */
    EXPENSE(Side.DEBIT);

    private final Side normalSide;

    AccountKind(Side normalSide) {
        this.normalSide = normalSide;
    }

    /** The side on which accounts of the kind grow. */
    public Side normalSide() {
        return normalSide;
    }

    /** {@code asset}, {@code liability}, {@code equity}, {@code income} or {@code expense}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a {@link #code()}. */
    public static AccountKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
