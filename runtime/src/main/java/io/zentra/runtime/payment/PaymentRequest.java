package io.zentra.runtime.payment;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Money;
import io.zentra.ledger.LedgerWork;
import io.zentra.policy.Corridor;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A payment or card authorization to ask for. Immutable.
 *
 * <pre>{@code
 * PaymentRequest.of("customer:42", "merchant:7", usd("80.00"), "order-17")
 *         .expiresAt(clock.instant().plus(Duration.ofDays(7)))
 * }</pre>
 *
 * @param source the account it comes from
 * @param destination the account it goes to
 * @param amount above zero, in the asset of both accounts
 * @param expiresAt from when on what is held is let go of by itself; null for never
 * @param countries from which country to which, for policies; null when not known
 * @param scope what the caller may act on, in the host's words, for policies; null for none
 * @param metadata the host's own words, for policies; no personal data
 * @param isOverRails whether captures and refunds go over rails, as transfers
 * @param key makes it take effect once
 */
public record PaymentRequest(
        String source,
        String destination,
        Money amount,
        @Nullable Instant expiresAt,
        @Nullable Corridor countries,
        @Nullable String scope,
        Map<String, String> metadata,
        boolean isOverRails,
        IdempotencyKey key) {
    /**
     * Checks ids, times and amount.
     *
     * @throws ZentraException {@code invalid_id}, {@code invalid_metadata}, {@code invalid_expiry} before 1970 or beyond the
     *     year 9999, or {@code amount_not_positive}
     */
    public PaymentRequest {
        Objects.requireNonNull(key, "key");
        metadata = Metadata.require(metadata);
        expiresAt = expiresAt == null ? null : LedgerWork.requireExpiry(expiresAt);
        if (scope != null) {
            Identifier.require("scope", scope);
        }
        Identifier.require("account", source);
        Identifier.require("account", destination);
        if (source.equals(destination)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ID,
                    "a payment goes from one account to another, not from " + source + " to itself: name two",
                    Map.of("account", source));
        }
        if (!amount.isPositive()) {
            throw ZentraException.of(
                    ErrorCode.AMOUNT_NOT_POSITIVE,
                    "the amount " + amount
                            + " of a payment must be above zero: source and destination tell the direction",
                    Map.of("amount", amount.toString()));
        }
    }

    /**
     * What never expires, and of which policies know no more.
     *
     * @throws ZentraException {@code invalid_id}, {@code invalid_key} or {@code amount_not_positive}
     */
    public static PaymentRequest of(String source, String destination, Money amount, String key) {
        return new PaymentRequest(
                source, destination, amount, null, null, null, Map.of(), false, IdempotencyKey.of(key));
    }

    /**
     * The same, of which what is held is let go of from this time on.
     *
     * @throws ZentraException {@code invalid_expiry}
     */
    public PaymentRequest expiresAt(Instant time) {
        return new PaymentRequest(source, destination, amount, time, countries, scope, metadata, isOverRails, key);
    }

    /** The same from one country to another. */
    public PaymentRequest countries(Corridor corridor) {
        return new PaymentRequest(source, destination, amount, expiresAt, corridor, scope, metadata, isOverRails, key);
    }

    /**
     * The same over rails: each capture is a transfer from source to destination, and each refund one back over the rail that
     * brought the money. What is held, and what is disputed, the rails are not asked about.
     */
    public PaymentRequest overRails() {
        return new PaymentRequest(source, destination, amount, expiresAt, countries, scope, metadata, true, key);
    }

    /**
     * The same in a scope.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public PaymentRequest scope(String name) {
        return new PaymentRequest(source, destination, amount, expiresAt, countries, name, metadata, isOverRails, key);
    }

    /**
     * The same with these words.
     *
     * @throws ZentraException {@code invalid_metadata}
     */
    public PaymentRequest metadata(Map<String, String> words) {
        return new PaymentRequest(source, destination, amount, expiresAt, countries, scope, words, isOverRails, key);
    }
}
