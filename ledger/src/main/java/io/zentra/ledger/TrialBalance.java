package io.zentra.ledger;

import io.zentra.core.money.Asset;
import java.math.BigInteger;
import java.util.List;

/**
 * The sums of all accounts, asset by asset. Immutable.
 *
 * @param lines a line an asset, in order of their codes
 */
public record TrialBalance(List<Line> lines) {
    /**
     * The sums of one asset, in minor units.
     *
     * @param asset the asset
     * @param debits everything ever debited
     * @param credits everything ever credited
     */
    public record Line(Asset asset, BigInteger debits, BigInteger credits) {
        /** Debits less credits: zero, always. */
        public BigInteger difference() {
            return debits.subtract(credits);
        }
    }

    /** Copies the lines. */
    public TrialBalance {
        lines = List.copyOf(lines);
    }

    /** Whether debits equal credits in every asset. */
    public boolean isZero() {
        return lines.stream().allMatch(line -> line.difference().signum() == 0);
    }
}
