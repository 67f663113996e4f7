package io.zentra.ledger;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.internal.ChangeLimits;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account to open. Immutable.
 *
 * <pre>{@code
 * NewAccount.credit("customer:42", usd)                  // a liability to a customer, never below zero
 * NewAccount.debit("assets:bank", usd).withoutFloor()    // the bank account behind it
 * NewAccount.of(AccountKind.INCOME, "income:fees", usd)
 * }</pre>
 *
 * @param id in the form of {@link Identifier}; a path such as {@code assets:bank:eur} places it in the chart
 * @param asset what it holds
 * @param kind what it is in the books
 * @param normalSide the side on which it grows; not the kind's for a contra account
 * @param floor the lowest available balance, in the sign of the normal side; null for none
 * @param ceiling the highest balance, posted with what is held for it, in the same sign; null for none
 * @param metadata the host's own words, at most 32 members of 512 characters
 */
public record NewAccount(
        String id,
        Asset asset,
        AccountKind kind,
        Side normalSide,
        @Nullable Money floor,
        @Nullable Money ceiling,
        Map<String, String> metadata) {
    /**
     * Checks id, limits and metadata.
     *
     * @throws ZentraException {@code invalid_id}, {@code asset_mismatch}, {@code invalid_limits} or
     *     {@code invalid_metadata}
     */
    public NewAccount {
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(normalSide, "normalSide");
        Identifier.require("account", id);
        metadata = Metadata.require(metadata);
        ChangeLimits.requireValid(id, asset, floor, ceiling);
    }

    /** An account of a kind, which says its normal side, with a floor of zero. */
    public static NewAccount of(AccountKind kind, String id, Asset asset) {
        return new NewAccount(id, asset, kind, kind.normalSide(), Money.zero(asset), null, Map.of());
    }

    /** A liability, which grows by credits, with a floor of zero. */
    public static NewAccount credit(String id, Asset asset) {
        return of(AccountKind.LIABILITY, id, asset);
    }

    /** An asset, which grows by debits, with a floor of zero. */
    public static NewAccount debit(String id, Asset asset) {
        return of(AccountKind.ASSET, id, asset);
    }

    /** The same with another floor; below zero it is an overdraft limit. */
    public NewAccount withFloor(Money lowest) {
        return new NewAccount(id, asset, kind, normalSide, lowest, ceiling, metadata);
    }

    /** The same without a floor. */
    public NewAccount withoutFloor() {
        return new NewAccount(id, asset, kind, normalSide, null, ceiling, metadata);
    }

    /** The same with a ceiling. */
    public NewAccount withCeiling(Money highest) {
        return new NewAccount(id, asset, kind, normalSide, floor, highest, metadata);
    }

    /** The same growing on the other side than its kind does, as the accounts do that are set off against others. */
    public NewAccount contra() {
        return new NewAccount(id, asset, kind, kind.normalSide().opposite(), floor, ceiling, metadata);
    }

    /** The same with these words. */
    public NewAccount withMetadata(Map<String, String> words) {
        return new NewAccount(id, asset, kind, normalSide, floor, ceiling, words);
    }
}
