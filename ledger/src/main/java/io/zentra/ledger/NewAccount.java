package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account to open. Immutable.
 *
 * <pre>{@code
 * NewAccount.credit("customer:42", usd)                  // a liability to a customer, never below zero
 * NewAccount.debit("assets:bank", usd).withoutFloor()    // the bank account behind it
 * }</pre>
 *
 * @param id in the form of {@link Identifier}
 * @param asset what it holds
 * @param normalSide the side on which it grows
 * @param floor the lowest available balance, in the sign of the normal side; null for none
 * @param metadata the host's own words, at most 32 members of 512 characters
 */
public record NewAccount(
        String id, Asset asset, Side normalSide, @Nullable Money floor, Map<String, String> metadata) {
    /**
     * Checks id, floor and metadata.
     *
     * @throws ZentraException {@code invalid_id}, {@code asset_mismatch} or {@code invalid_metadata}
     */
    public NewAccount {
        Identifier.require("account", id);
        metadata = Metadata.require(metadata);
        if (floor != null && !floor.asset().equals(asset)) {
            throw ZentraException.of(
                    ErrorCode.ASSET_MISMATCH,
                    "the floor " + floor + " of account " + id + " is not in its asset, " + asset,
                    Map.of("account", id));
        }
    }

    /** An account that grows by credits, with a floor of zero. */
    public static NewAccount credit(String id, Asset asset) {
        return new NewAccount(id, asset, Side.CREDIT, Money.zero(asset), Map.of());
    }

    /** An account that grows by debits, with a floor of zero. */
    public static NewAccount debit(String id, Asset asset) {
        return new NewAccount(id, asset, Side.DEBIT, Money.zero(asset), Map.of());
    }

    /** The same with another floor; below zero it is an overdraft limit. */
    public NewAccount withFloor(Money lowest) {
        return new NewAccount(id, asset, normalSide, lowest, metadata);
    }

    /** The same without a floor. */
    public NewAccount withoutFloor() {
        return new NewAccount(id, asset, normalSide, null, metadata);
    }

    /** The same with these words. */
    public NewAccount withMetadata(Map<String, String> words) {
        return new NewAccount(id, asset, normalSide, floor, words);
    }
}
