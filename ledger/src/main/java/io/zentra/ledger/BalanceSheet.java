package io.zentra.ledger;

import io.zentra.core.money.Asset;
import java.math.BigInteger;
import java.util.List;

/**
 * The sums of all accounts by their kinds, asset by asset. Immutable.
 *
 * @param lines a line an asset, in order of their codes
 */
public record BalanceSheet(List<Line> lines) {
    /**
     * The sums of one asset in minor units, each in the sign of its kind's normal side: a contra account lessens the sum of
     * its kind.
     *
     * @param asset the asset
     * @param assets what is owned
     * @param liabilities what is owed
     * @param equity what is left to the owners, but for what was earned and spent and not yet closed out
     * @param income what was earned
     * @param expenses what was spent
     */
    public record Line(
            Asset asset,
            BigInteger assets,
            BigInteger liabilities,
            BigInteger equity,
            BigInteger income,
            BigInteger expenses) {
        /** Income less expenses. */
        public BigInteger result() {
            return income.subtract(expenses);
        }

        /** The other side of the sheet: liabilities, equity and the result. Equals the assets, always. */
        public BigInteger claims() {
            return liabilities.add(equity).add(result());
        }
    }

    /** Copies the lines. */
    public BalanceSheet {
        lines = List.copyOf(lines);
    }

    /** Whether assets equal liabilities, equity and result in every asset. */
    public boolean isBalanced() {
        return lines.stream().allMatch(line -> line.assets().equals(line.claims()));
    }
}
