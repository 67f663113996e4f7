package io.zentra.ledger;

import io.zentra.core.money.Asset;
import java.math.BigInteger;

/**
 * What the accounts of a path, and all below it, come to in one asset, in minor units. Immutable.
 *
 * <p>A path may have accounts of either side below it, so whoever asks for a balance says in the sign of which: it is that
 * of one account which had all their entries and holds and grew on that side.
 *
 * @param path the path
 * @param asset the asset
 * @param accounts how many accounts there are, closed ones included
 * @param debits everything ever debited
 * @param credits everything ever credited
 * @param pendingDebits debits of open holds
 * @param pendingCredits credits of open holds
 */
public record RollUp(
        String path,
        Asset asset,
        long accounts,
        BigInteger debits,
        BigInteger credits,
        BigInteger pendingDebits,
        BigInteger pendingCredits) {
    /** What was posted, in the sign of a side. */
    public BigInteger posted(Side side) {
        return signed(debits.subtract(credits), side);
    }

    /** What will be posted when all open holds are captured, in the sign of a side. */
    public BigInteger pending(Side side) {
        return posted(side).add(signed(pendingDebits.subtract(pendingCredits), side));
    }

    /** What was posted less the holds that would take from it, in the sign of a side. */
    public BigInteger available(Side side) {
        return posted(side).subtract(side == Side.DEBIT ? pendingCredits : pendingDebits);
    }

    private static BigInteger signed(BigInteger net, Side side) {
        return side == Side.DEBIT ? net : net.negate();
    }
}
