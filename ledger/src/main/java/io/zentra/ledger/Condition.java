package io.zentra.ledger;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of an account when a posting or hold is decided; it is declined with {@code condition_failed}
 * otherwise. Immutable.
 *
 * <pre>{@code
 * Balances seen = acme.accounts().balances("customer:42");
 * acme.ledgers().post(PostingRequest.of("customer:42", "merchant:7", usd("10.00"), "order-17")
 *         .when(Condition.version("customer:42", seen.version())));
 * }</pre>
 *
 * @param account the account's id
 * @param version the version that its balances must have; null for any
 * @param posted the posted balance that it must have; null for any
 * @param available the available balance that it must have; null for any
 */
public record Condition(
        String account,
        @Nullable Long version,
        @Nullable Money posted,
        @Nullable Money available) {
    /**
     * Checks the id, and that something is expected.
     *
     * @throws ZentraException {@code invalid_id} or {@code invalid_condition}
     */
    public Condition {
        Identifier.require("account", account);
        if (version == null && posted == null && available == null) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONDITION,
                    "the condition on account " + account + " expects nothing: give a version or a balance",
                    Map.of("account", account));
        }
    }

    /** No change since the balances were seen with this version. */
    public static Condition version(String account, long version) {
        return new Condition(account, version, null, null);
    }

    /** Exactly this posted balance, in the sign of the account's normal side. */
    public static Condition posted(String account, Money balance) {
        return new Condition(account, null, balance, null);
    }

    /** Exactly this available balance, in the sign of the account's normal side. */
    public static Condition available(String account, Money balance) {
        return new Condition(account, null, null, balance);
    }
}
