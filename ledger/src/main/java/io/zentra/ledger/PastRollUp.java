package io.zentra.ledger;

import io.zentra.core.money.Asset;
import java.math.BigInteger;

/**
 * What the accounts of a path, and all below it, came to in one asset as of a time. Immutable.
 *
 * @param path the path
 * @param asset the asset
 * @param accounts how many accounts there were: as of a recorded time those opened by then, as of an effective one all
 *     that there are now, since they may have entries of then
 * @param net debits less credits, in minor units
 */
public record PastRollUp(String path, Asset asset, long accounts, BigInteger net) {
    /** What was posted, in the sign of a side. */
    public BigInteger posted(Side side) {
        return side == Side.DEBIT ? net : net.negate();
    }
}
