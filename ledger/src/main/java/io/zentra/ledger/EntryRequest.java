package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Money;
import java.util.Map;
import java.util.Objects;

/**
 * A line to post or hold. Immutable.
 *
 * @param account the account's id
 * @param side which side
 * @param amount above zero, in the account's asset
 */
public record EntryRequest(String account, Side side, Money amount) {
    /**
     * Checks id and amount.
     *
     * @throws ZentraException {@code invalid_id} or {@code amount_not_positive}
     */
    public EntryRequest {
        Objects.requireNonNull(side, "side");
        Identifier.require("account", account);
        if (!amount.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + amount + " for account " + account + " must be above zero: the side tells the"
                            + " direction",
                    Map.of("account", account, "amount", amount.toString()));
        }
    }
}
