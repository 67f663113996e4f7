package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.ledger.internal.PastSums;
import java.time.Instant;
import java.util.List;

/**
 * A tenant's chart as of a time; {@link Chart#at} makes it. Sums are of posted money: holds have no history in balances.
 * Each account below a path costs the few look-ups of a balance of any time, however long the history is, so a chart of many
 * accounts takes longer than one of now. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * PastChart october = acme.chart().at(TimeAxis.EFFECTIVE, Instant.parse("2026-10-31T23:59:59.999999Z"));
 * october.balanceSheet().isBalanced();
 * }</pre>
 */
public final class PastChart {
    private final Handle handle;
    private final TimeAxis axis;
    private final Instant time;

    PastChart(Handle handle, TimeAxis axis, Instant time) {
        this.handle = handle;
        this.axis = axis;
        this.time = time;
    }

    /**
     * What the account of a path and all below it came to.
     *
     * @return a line an asset, in order of their codes; empty when there was no account
     * @throws ZentraException {@code invalid_id}
     */
    public List<PastRollUp> rollUp(String path) {
        handle.require(Permission.READ);
        return sums().rollUp(Identifier.require("path", path));
    }

    /**
     * All accounts, rolled up to so many segments of their paths. The sum of all lines is zero in every asset.
     *
     * @param levels 1 to {@value Chart#MAX_LEVELS}
     * @return a line a path and asset, in their order
     * @throws ZentraException {@code invalid_configuration} for other levels, or when there are more than
     *     {@value Chart#MAX_LINES} lines
     */
    public List<PastRollUp> trialBalance(int levels) {
        handle.require(Permission.READ);
        Chart.requireLevels(levels);
        return sums().rollUps(levels, Chart.MAX_LINES);
    }

    /** The sums of all accounts by their kinds. */
    public BalanceSheet balanceSheet() {
        handle.require(Permission.READ);
        return sums().balanceSheet();
    }

    private PastSums sums() {
        return PastSums.of(handle, axis, time);
    }
}
