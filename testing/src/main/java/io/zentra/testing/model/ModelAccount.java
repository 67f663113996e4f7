package io.zentra.testing.model;

import io.zentra.core.error.ErrorCode;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Side;
import java.math.BigInteger;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account of the model: its switches, its limits and four totals. Immutable.
 *
 * @param opened as it was opened
 * @param isClosed whether it is closed
 * @param frozen the sides that are frozen
 * @param floor its floor now, in minor units; null for none
 * @param ceiling its ceiling now, in minor units; null for none
 * @param debits everything debited
 * @param credits everything credited
 * @param heldDebits debits of open holds
 * @param heldCredits credits of open holds
 * @param version counts the changes of totals
 */
record ModelAccount(
        NewAccount opened,
        boolean isClosed,
        Set<Side> frozen,
        @Nullable Long floor,
        @Nullable Long ceiling,
        BigInteger debits,
        BigInteger credits,
        BigInteger heldDebits,
        BigInteger heldCredits,
        long version) {
    static ModelAccount of(NewAccount opened) {
        BigInteger zero = BigInteger.ZERO;
        Long floor = opened.floor() == null ? null : opened.floor().minor();
        Long ceiling = opened.ceiling() == null ? null : opened.ceiling().minor();
        return new ModelAccount(opened, false, Set.of(), floor, ceiling, zero, zero, zero, zero, 0);
    }

    ModelAccount closed(boolean now) {
        return new ModelAccount(opened, now, frozen, floor, ceiling, debits, credits, heldDebits, heldCredits, version);
    }

    ModelAccount frozen(Set<Side> now) {
        return new ModelAccount(
                opened, isClosed, Set.copyOf(now), floor, ceiling, debits, credits, heldDebits, heldCredits, version);
    }

    ModelAccount limited(@Nullable Long lowest, @Nullable Long highest) {
        return new ModelAccount(
                opened, isClosed, frozen, lowest, highest, debits, credits, heldDebits, heldCredits, version);
    }

    ModelAccount posted(Side side, BigInteger amount) {
        boolean debit = side == Side.DEBIT;
        return totals(
                debit ? debits.add(amount) : debits, debit ? credits : credits.add(amount), heldDebits, heldCredits);
    }

    ModelAccount held(Side side, BigInteger amount) {
        boolean debit = side == Side.DEBIT;
        return totals(
                debits,
                credits,
                debit ? heldDebits.add(amount) : heldDebits,
                debit ? heldCredits : heldCredits.add(amount));
    }

    private ModelAccount totals(
            BigInteger debited, BigInteger credited, BigInteger debitsHeld, BigInteger creditsHeld) {
        return new ModelAccount(
                opened, isClosed, frozen, floor, ceiling, debited, credited, debitsHeld, creditsHeld, version + 1);
    }

    /** The words of the account's status. */
    String status() {
        if (isClosed) {
            return "CLOSED";
        }
        if (frozen.size() == 2) {
            return "FROZEN";
        }
        return frozen.isEmpty() ? "OPEN" : frozen.iterator().next() + "S_FROZEN";
    }

    /** What an answer tells of it. */
    String words() {
        return words(status(), floor, ceiling);
    }

    static String words(String status, @Nullable Long floor, @Nullable Long ceiling) {
        return " " + status + " from " + floor + " to " + ceiling;
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

    BigInteger highest() {
        return posted().add(isCredit() ? heldCredits : heldDebits);
    }

    boolean isEmpty() {
        return posted().signum() == 0 && heldDebits.signum() == 0 && heldCredits.signum() == 0;
    }

    boolean isBelowFloor() {
        return floor != null && available().compareTo(BigInteger.valueOf(floor)) < 0;
    }

    boolean isAboveCeiling() {
        return ceiling != null && highest().compareTo(BigInteger.valueOf(ceiling)) > 0;
    }

    /** Whether its limits are still those that it was opened with. */
    boolean hasFirstLimits() {
        return equals(limited(of(opened).floor, of(opened).ceiling));
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
