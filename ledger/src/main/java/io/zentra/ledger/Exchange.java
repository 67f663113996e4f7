package io.zentra.ledger;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An amount of one asset sold for another at a quote, through the host's own position in each. Immutable.
 *
 * <pre>{@code
 * Exchange exchange = Exchange.of("fx-17", usd("100.00"), quote, Exchange.Accounts
 *         .from("customer:42:usd", "position:usd")       // pays the dollars, takes them
 *         .to("position:eur", "customer:42:eur")         // pays the euros, takes them
 *         .spreadTo("income:spread:eur"));
 * }</pre>
 *
 * @param key makes it take effect once
 * @param sold what is sold, above zero
 * @param quote at what price
 * @param accounts through which accounts
 * @param correlation the id of what it belongs to, in the form of {@link Identifier}; null for none
 * @param metadata the host's own words, at most 32 members of 512 characters
 * @param conditions what must be true when it is decided, at most {@value PostingRequest#MAX_CONDITIONS}
 * @param effectiveAt when it takes effect, in whole microseconds; null for when it is recorded
 */
public record Exchange(
        IdempotencyKey key,
        Money sold,
        Quote quote,
        Accounts accounts,
        @Nullable String correlation,
        Map<String, String> metadata,
        List<Condition> conditions,
        @Nullable Instant effectiveAt) {
    /**
     * The accounts of an exchange: what is sold goes from the first to the second, what is bought from the third to the
     * fourth. The ones named first, the sources, are debited and the others credited, whatever their normal sides are: so
     * what a customer is owed goes down in one asset and up in the other. For accounts of the host's own assets that would
     * be backwards, as for a {@link Movement}: {@link #creditingSources()} turns all entries round.
     *
     * @param from who sells
     * @param soldPosition the host's position in the sold asset
     * @param boughtPosition the host's position in the bought asset
     * @param to who gets what was bought
     * @param spread who gets the spread, in the bought asset; null when it stays in the position
     * @param side the side of the sources' entries; the others have the other
     */
    public record Accounts(
            String from,
            String soldPosition,
            String boughtPosition,
            String to,
            @Nullable String spread,
            Side side) {
        /**
         * Checks the ids, and that what moves comes to another account.
         *
         * @throws ZentraException {@code invalid_id} or {@code same_account}
         */
        public Accounts {
            for (String id : List.of(from, soldPosition, boughtPosition, to, spread == null ? to : spread)) {
                Identifier.require("account", id);
            }
            requireOthers("what is sold", from, soldPosition);
            requireOthers("what is bought", boughtPosition, to);
            if (spread != null) {
                requireOthers("the spread", boughtPosition, spread);
                requireOthers("the spread", to, spread);
            }
        }

        private static void requireOthers(String what, String one, String other) {
            if (one.equals(other)) {
                throw ZentraException.of(
                        ErrorCode.SAME_ACCOUNT,
                        what + " would stay in the account " + one + ": name another one for it",
                        Map.of("account", one));
            }
        }

        /**
         * The accounts of the sold asset.
         *
         * @param account who sells
         * @param position the host's position
         */
        public static Sold from(String account, String position) {
            return new Sold(account, position);
        }

        /**
         * The same with the spread as a leg of its own.
         *
         * @throws ZentraException {@code invalid_id}, or {@code same_account} for the position or who buys
         */
        public Accounts spreadTo(String account) {
            return new Accounts(from, soldPosition, boughtPosition, to, account, side);
        }

        /**
         * The same with the sources credited and the others debited, as when the host exchanges what it has itself: from one
         * of its bank accounts to another. A spread is then a cost, and debited.
         */
        public Accounts creditingSources() {
            return new Accounts(from, soldPosition, boughtPosition, to, spread, Side.CREDIT);
        }
    }

    /**
     * The accounts of the sold asset.
     *
     * @param account who sells
     * @param position the host's position
     */
    public record Sold(String account, String position) {
        /**
         * With those of the bought asset.
         *
         * @param boughtPosition the host's position
         * @param to who gets what was bought
         * @throws ZentraException {@code invalid_id}, or {@code same_account} when what is sold or bought would stay where it
         *     is
         */
        public Accounts to(String boughtPosition, String to) {
            return new Accounts(account, position, boughtPosition, to, null, Side.DEBIT);
        }
    }

    /**
     * Checks amount and asset, and the rest as a posting's request does.
     *
     * @throws ZentraException {@code amount_not_positive}, {@code asset_mismatch}, {@code invalid_id},
     *     {@code invalid_metadata}, {@code invalid_effective_time}
     *     or {@code invalid_condition}
     */
    public Exchange {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(quote, "quote");
        Objects.requireNonNull(accounts, "accounts");
        if (!sold.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + sold + " to sell must be above zero",
                    Map.of("amount", sold.toString()));
        }
        sold.minus(Money.zero(quote.sold())); // refuses another asset
        PostingRequest checked = new PostingRequest(key, List.of(), correlation, metadata, conditions, effectiveAt);
        metadata = checked.metadata();
        conditions = checked.conditions();
        effectiveAt = checked.effectiveAt();
    }

    /**
     * An exchange.
     *
     * @throws ZentraException {@code invalid_key}, or as for the constructor
     */
    public static Exchange of(String key, Money sold, Quote quote, Accounts accounts) {
        return new Exchange(IdempotencyKey.of(key), sold, quote, accounts, null, Map.of(), List.of(), null);
    }

    /** The same as part of something else. */
    public Exchange correlation(String id) {
        return new Exchange(key, sold, quote, accounts, id, metadata, conditions, effectiveAt);
    }

    /** The same with these words. */
    public Exchange metadata(Map<String, String> words) {
        return new Exchange(key, sold, quote, accounts, correlation, words, conditions, effectiveAt);
    }

    /** The same with one more condition. */
    public Exchange when(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new Exchange(key, sold, quote, accounts, correlation, metadata, more, effectiveAt);
    }

    /**
     * The same, taking effect at a time that may lie before now; what it takes must be there of now all the same.
     * What is finer than a microsecond is cut off.
     *
     * @throws ZentraException {@code invalid_effective_time} outside the years 1 to 9999
     */
    public Exchange effectiveAt(Instant time) {
        return new Exchange(key, sold, quote, accounts, correlation, metadata, conditions, time);
    }
}
