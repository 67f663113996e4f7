package io.zentra.ledger;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Metadata;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.internal.EffectiveInstant;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lines to post, or to hold, as one: debits and credits are equal in every asset. Immutable.
 *
 * <pre>{@code
 * PostingRequest sale = PostingRequest.of("order-17")
 *         .debit("customer:42", usd("100.00"))
 *         .credit("merchant:7", usd("97.10"))
 *         .credit("income:fees", usd("2.90"));
 * }</pre>
 *
 * @param key makes it take effect once
 * @param entries at least two lines
 * @param correlation the id of what it belongs to, in the form of {@link Identifier} and not that of ids that
 *     Zentra gives; null for none
 * @param metadata the host's own words, at most 32 members of 512 characters
 * @param conditions what must be true when it is decided, at most {@value #MAX_CONDITIONS}
 * @param effectiveAt when it takes effect, in whole microseconds; null for when it is recorded
 */
public record PostingRequest(
        IdempotencyKey key,
        List<EntryRequest> entries,
        @Nullable String correlation,
        Map<String, String> metadata,
        List<Condition> conditions,
        @Nullable Instant effectiveAt) {
    /** The most conditions of a request. */
    public static final int MAX_CONDITIONS = 32;

    /**
     * Checks correlation, metadata, time and the number of conditions.
     *
     * @throws ZentraException {@code invalid_id}, {@code invalid_metadata}, {@code invalid_effective_time} or {@code
     *     invalid_condition}
     */
    public PostingRequest {
        Objects.requireNonNull(key, "key");
        entries = List.copyOf(entries);
        conditions = List.copyOf(conditions);
        if (conditions.size() > MAX_CONDITIONS) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONDITION,
                    "a request has at most " + MAX_CONDITIONS + " conditions, not " + conditions.size(),
                    Map.of("key", key.value()));
        }
        metadata = Metadata.require(metadata);
        if (correlation != null) {
            Identifier.requireUnreserved("correlation", correlation);
        }
        effectiveAt = effectiveAt == null ? null : EffectiveInstant.require(effectiveAt);
    }

    /** A request without conditions, that takes effect when it is recorded. */
    public PostingRequest(
            IdempotencyKey key,
            List<EntryRequest> entries,
            @Nullable String correlation,
            Map<String, String> metadata) {
        this(key, entries, correlation, metadata, List.of(), null);
    }

    /**
     * A request without lines.
     *
     * @throws ZentraException {@code invalid_key}
     */
    public static PostingRequest of(String key) {
        return new PostingRequest(IdempotencyKey.of(key), List.of(), null, Map.of());
    }

    /** The simple case: one debit, one credit. */
    public static PostingRequest of(String debit, String credit, Money amount, String key) {
        return of(key).debit(debit, amount).credit(credit, amount);
    }

    /** The same with one more debit. */
    public PostingRequest debit(String account, Money amount) {
        return with(new EntryRequest(account, Side.DEBIT, amount));
    }

    /** The same with one more credit. */
    public PostingRequest credit(String account, Money amount) {
        return with(new EntryRequest(account, Side.CREDIT, amount));
    }

    /** The same as part of something else. */
    public PostingRequest correlation(String id) {
        return new PostingRequest(key, entries, id, metadata, conditions, effectiveAt);
    }

    /** The same with these words. */
    public PostingRequest metadata(Map<String, String> words) {
        return new PostingRequest(key, entries, correlation, words, conditions, effectiveAt);
    }

    /** The same with one more condition. */
    public PostingRequest when(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new PostingRequest(key, entries, correlation, metadata, more, effectiveAt);
    }

    /**
     * The same, taking effect at a time that may lie before now: for balances and statements on {@link
     * TimeAxis#EFFECTIVE}. What is finer than a microsecond is cut off.
     *
     * @throws ZentraException {@code invalid_effective_time} outside the years 1 to 9999
     */
    public PostingRequest effectiveAt(Instant time) {
        return new PostingRequest(key, entries, correlation, metadata, conditions, time);
    }

    /** Refuses a time where none can be given: money is held from now on. */
    PostingRequest requireNow() {
        if (effectiveAt != null) {
            throw ZentraException.of(
                    ErrorCode.INVALID_EFFECTIVE_TIME,
                    "a hold takes effect when it is placed, not at " + effectiveAt + ": leave the time out",
                    Map.of("key", key.value()));
        }
        return this;
    }

    /**
     * Checks that there are lines enough and that they balance.
     *
     * @throws ZentraException {@code invalid_entry_count} or {@code unbalanced_posting}
     */
    PostingRequest requireBalanced(TenantConfig config) {
        if (entries.size() < 2 || entries.size() > config.maxEntriesPerPosting()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ENTRY_COUNT,
                    "a posting has 2 to " + config.maxEntriesPerPosting() + " entries, not " + entries.size()
                            + ": give both sides, and more in several postings",
                    Map.of("key", key.value(), "entries", String.valueOf(entries.size())));
        }
        Map<Asset, BigInteger> sums = new LinkedHashMap<>();
        for (EntryRequest entry : entries) {
            BigInteger signed = BigInteger.valueOf(entry.amount().minor());
            sums.merge(entry.amount().asset(), entry.side() == Side.DEBIT ? signed : signed.negate(), BigInteger::add);
        }
        sums.forEach((asset, sum) -> {
            if (sum.signum() != 0) {
                throw ZentraException.of(
                        ErrorCode.UNBALANCED_POSTING,
                        "debits and credits in " + asset + " differ by " + sum
                                + " minor units: every posting balances in each asset",
                        Map.of("key", key.value(), "asset", asset.toString(), "difference_minor", sum.toString()));
            }
        });
        return this;
    }

    private PostingRequest with(EntryRequest entry) {
        List<EntryRequest> more = new ArrayList<>(entries);
        more.add(entry);
        return new PostingRequest(key, more, correlation, metadata, conditions, effectiveAt);
    }
}
