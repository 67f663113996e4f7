package io.zentra.runtime;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transfer to create. Immutable.
 *
 * @param source the account it comes from
 * @param destination the account it goes to
 * @param amount above zero, in the asset of both accounts
 * @param rail the rail to take; null for the first that may take it
 * @param countries from which country to which; null when not known
 * @param scope what the caller may act on, in the host's words, for policies; null for none
 * @param metadata the host's own words, for policies and evidence; no personal data
 * @param key makes it take effect once
 */
public record TransferRequest(
        String source,
        String destination,
        Money amount,
        @Nullable String rail,
        @Nullable Corridor countries,
        @Nullable String scope,
        Map<String, String> metadata,
        IdempotencyKey key) {
    /**
     * Checks ids and amount.
     *
     * @throws ZentraException {@code invalid_id}, {@code invalid_metadata} or {@code amount_not_positive}
     */
    public TransferRequest {
        Objects.requireNonNull(key, "key");
        metadata = Metadata.require(metadata);
        if (scope != null) {
            Identifier.require("scope", scope);
        }
        if (rail != null) {
            Identifier.require("rail", rail);
        }
        Identifier.require("account", source);
        Identifier.require("account", destination);
        if (source.equals(destination)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "a transfer goes from one account to another, not from " + source + " to itself: name two",
                    Map.of("account", source));
        }
        if (!amount.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + amount
                            + " of a transfer must be above zero: source and destination tell the direction",
                    Map.of("amount", amount.toString()));
        }
    }

    /** Begins a request. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects a request; each value is set once. Not thread-safe. */
    public static final class Builder {
        private final Values values = new Values("the transfer request");
        private @Nullable String source;
        private @Nullable String destination;
        private @Nullable Money amount;
        private @Nullable String rail;
        private @Nullable Corridor countries;
        private @Nullable String scope;
        private final Map<String, String> metadata = new HashMap<>();
        private @Nullable String key;

        private Builder() {}

        /** The account it comes from. */
        public Builder from(String account) {
            source = values.once("from", source, account);
            return this;
        }

        /** The account it goes to. */
        public Builder to(String account) {
            destination = values.once("to", destination, account);
            return this;
        }

        /** How much. */
        public Builder amount(Money money) {
            amount = values.once("amount", amount, money);
            return this;
        }

        /** The rail to take; the first that may take it when it is not set. */
        public Builder rail(String name) {
            rail = values.once("rail", rail, name);
            return this;
        }

        /** From which country to which. */
        public Builder countries(Corridor corridor) {
            countries = values.once("countries", countries, corridor);
            return this;
        }

        /** What the caller may act on, in the host's words, for policies. */
        public Builder scope(String name) {
            scope = values.once("scope", scope, name);
            return this;
        }

        /** One of the host's own words, for policies and evidence; no personal data. */
        public Builder metadata(String name, String value) {
            metadata.put(name, values.once("metadata " + name, metadata.get(name), value));
            return this;
        }

        /** Makes it take effect once. */
        public Builder idempotencyKey(String text) {
            key = values.once("idempotencyKey", key, text);
            return this;
        }

        /**
         * The request.
         *
         * @throws ZentraException {@code invalid_configuration} when a value is missing, or as the constructor says
         */
        public TransferRequest build() {
            return new TransferRequest(
                    values.set("from", source),
                    values.set("to", destination),
                    values.set("amount", amount),
                    rail,
                    countries,
                    scope,
                    metadata,
                    IdempotencyKey.of(values.set("idempotencyKey", key)));
        }
    }
}
