package io.zentra.ledger;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.ledger.internal.ApplyChart;
import io.zentra.ledger.internal.ChartSums;
import io.zentra.ledger.internal.EffectiveInstant;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A tenant's chart of accounts. The ids of accounts are paths: {@code assets:cash:eur} lies below {@code assets:cash} and
 * {@code assets}. Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * acme.chart().apply(WALLET, "wallet-1").orElseThrow();    // opens the accounts of a template
 * acme.chart().rollUp("assets:cash");                      // what is below it, asset by asset
 * acme.chart().balanceSheet().isBalanced();
 * }</pre>
 */
public final class Chart {
    /** The most lines of a trial balance. */
    public static final int MAX_LINES = 10_000;

    /** The most levels that an id has room for. */
    public static final int MAX_LEVELS = Identifier.MAX_LENGTH / 2;

    private final Handle handle;

    /** The chart of the handle's tenant. */
    public Chart(Handle handle) {
        this.handle = handle;
    }

    /**
     * Opens the accounts of a template that are not there yet, in one decision. One that is there stays as it is when it
     * was opened with the attributes that the template gives it, whatever became of it since.
     *
     * @param key makes it take effect once: the same template again is a replay
     * @return applied, replayed, or declined with {@code account_exists} when an account was opened with other attributes:
     *     the message tells which and how they differ, and nothing is opened
     * @throws ZentraException {@code invalid_key}, {@code permission_denied}, {@code idempotency_conflict} with the account
     *     and attribute when the key was used for another template, or why it could not run
     */
    public Outcome<AppliedChart> apply(ChartTemplate template, String key) {
        handle.require(Permission.MANAGE_ACCOUNTS);
        return handle.commits().run(handle.access(), new ApplyChart(template, IdempotencyKey.of(key)));
    }

    /**
     * What the account of a path and all below it come to now. Reads the accounts below the path, no others.
     *
     * @return a line an asset, in order of their codes; empty when there is no account
     * @throws ZentraException {@code invalid_id}
     */
    public List<RollUp> rollUp(String path) {
        handle.require(Permission.READ);
        return sums().rollUp(Identifier.require("path", path));
    }

    /**
     * All accounts, rolled up to so many segments of their paths, all of one moment. Debits and credits are equal in every
     * asset.
     *
     * @param levels 1 to {@value #MAX_LEVELS}
     * @return a line a path and asset, in their order
     * @throws ZentraException {@code invalid_configuration} for other levels, or when there are more than
     *     {@value #MAX_LINES} lines
     */
    public List<RollUp> trialBalance(int levels) {
        handle.require(Permission.READ);
        requireLevels(levels);
        return sums().rollUps(levels, MAX_LINES);
    }

    /** The sums of all accounts by their kinds. */
    public BalanceSheet balanceSheet() {
        handle.require(Permission.READ);
        return sums().balanceSheet();
    }

    /**
     * The chart as of a time.
     *
     * @param axis whether as it was known then, or as it is known now about then
     * @param time what is of this very microsecond is included
     * @throws ZentraException {@code invalid_effective_time} outside the years 1 to 9999
     */
    public PastChart at(TimeAxis axis, Instant time) {
        return new PastChart(handle, axis, EffectiveInstant.require(time));
    }

    static void requireLevels(int levels) {
        if (levels < 1 || levels > MAX_LEVELS) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "a chart has 1 to " + MAX_LEVELS + " levels, not " + levels,
                    Map.of("levels", String.valueOf(levels), "max", String.valueOf(MAX_LEVELS)));
        }
    }

    private ChartSums sums() {
        return new ChartSums(handle.queries(), handle.tenantNo());
    }
}
