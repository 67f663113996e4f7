package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import java.math.BigInteger;

/**
 * An account of the model: four totals and no more. Immutable.
 *
 * @param opened as it was opened
 * @param status whether it takes part
 * @param debits everything debited
 * @param credits everything credited
 * @param heldDebits debits of open holds
 * @param heldCredits credits of open holds
 */
record ModelAccount(
        NewAccount opened,
        AccountStatus status,
        BigInteger debits,
        BigInteger credits,
        BigInteger heldDebits,
        BigInteger heldCredits) {
    static ModelAccount of(NewAccount opened) {
        BigInteger zero = BigInteger.ZERO;
        return new ModelAccount(opened, AccountStatus.OPEN, zero, zero, zero, zero);
    }

    ModelAccount with(AccountStatus other) {
        return new ModelAccount(opened, other, debits, credits, heldDebits, heldCredits);
    }

    ModelAccount posted(Side side, BigInteger amount) {
        return side == Side.DEBIT
                ? new ModelAccount(opened, status, debits.add(amount), credits, heldDebits, heldCredits)
                : new ModelAccount(opened, status, debits, credits.add(amount), heldDebits, heldCredits);
    }

    ModelAccount held(Side side, BigInteger amount) {
        return side == Side.DEBIT
                ? new ModelAccount(opened, status, debits, credits, heldDebits.add(amount), heldCredits)
                : new ModelAccount(opened, status, debits, credits, heldDebits, heldCredits.add(amount));
    }

    BigInteger posted() {
        return isCredit() ? credits.subtract(debits) : debits.subtract(credits);
    }

    BigInteger available() {
        return posted().subtract(isCredit() ? heldDebits : heldCredits);
    }

    BigInteger pending() {
        return available().add(isCredit() ? heldCredits : heldDebits);
    }

    boolean isEmpty() {
        return posted().signum() == 0 && heldDebits.signum() == 0 && heldCredits.signum() == 0;
    }

    boolean isBelowFloor() {
        return opened.floor() != null
                && available().compareTo(BigInteger.valueOf(opened.floor().minor())) < 0;
    }

    /** Every number that is stored or told fits into 64 bits. */
    void requireFits() {
        for (BigInteger number : new BigInteger[] {debits, credits, heldDebits, heldCredits, available(), pending()}) {
            if (number.bitLength() > 63) {
                throw new LedgerModel.Refusal(ErrorCode.AMOUNT_OVERFLOW);
            }
        }
    }

    private boolean isCredit() {
        return opened.normalSide() == Side.CREDIT;
    }
}
