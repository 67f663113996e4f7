package io.zentra.ledger;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A posting whose amounts come out of rules, decided with the balances of that moment. The request is the rules: the same
 * key with the same rules is a replay, whatever the balances are by then. Immutable.
 *
 * <pre>{@code
 * Composition sweep = Composition.of("sweep-17", Movement.all(usd).from("till:3").to("assets:safe"));
 * }</pre>
 *
 * @param key makes it take effect once
 * @param movements the rules, each on what those before it left
 * @param correlation the id of what it belongs to, in the form of {@link Identifier}; null for none
 * @param metadata the host's own words, at most 32 members of 512 characters
 * @param conditions what must be true when it is decided, at most {@value PostingRequest#MAX_CONDITIONS}
 * @param effectiveAt when it takes effect, in whole microseconds; null for when it is recorded
 */
public record Composition(
        IdempotencyKey key,
        List<Movement> movements,
        @Nullable String correlation,
        Map<String, String> metadata,
        List<Condition> conditions,
        @Nullable Instant effectiveAt) {
    /**
     * Checks as a posting's request does.
     *
     * @throws ZentraException {@code invalid_id}, {@code invalid_metadata}, {@code invalid_effective_time}
     *     or {@code invalid_condition}
     */
    public Composition {
        movements = List.copyOf(movements);
        PostingRequest checked = new PostingRequest(key, List.of(), correlation, metadata, conditions, effectiveAt);
        metadata = checked.metadata();
        conditions = checked.conditions();
        effectiveAt = checked.effectiveAt();
    }

    /**
     * One movement.
     *
     * @throws ZentraException {@code invalid_key}
     */
    public static Composition of(String key, Movement movement) {
        return new Composition(IdempotencyKey.of(key), List.of(movement), null, Map.of(), List.of(), null);
    }

    /** The same with one more movement. */
    public Composition and(Movement movement) {
        List<Movement> more = new ArrayList<>(movements);
        more.add(movement);
        return new Composition(key, more, correlation, metadata, conditions, effectiveAt);
    }

    /** The same as part of something else. */
    public Composition correlation(String id) {
        return new Composition(key, movements, id, metadata, conditions, effectiveAt);
    }

    /** The same with these words. */
    public Composition metadata(Map<String, String> words) {
        return new Composition(key, movements, correlation, words, conditions, effectiveAt);
    }

    /** The same with one more condition. */
    public Composition when(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new Composition(key, movements, correlation, metadata, more, effectiveAt);
    }

    /**
     * The same, taking effect at a time that may lie before now; the amounts come out of the balances of now all the same.
     * What is finer than a microsecond is cut off.
     *
     * @throws ZentraException {@code invalid_effective_time} outside the years 1 to 9999
     */
    public Composition effectiveAt(Instant time) {
        return new Composition(key, movements, correlation, metadata, conditions, time);
    }

    /**
     * Checks that each movement has sources and destinations, not too many, whose shares make up the whole.
     *
     * @throws ZentraException {@code invalid_entry_count} or {@code invalid_allocation}
     */
    Composition requireValid(TenantConfig config) {
        int lines = movements.stream()
                .mapToInt(movement ->
                        movement.sources().size() + movement.destinations().size())
                .sum();
        boolean incomplete = movements.stream()
                .anyMatch(movement ->
                        movement.sources().isEmpty() || movement.destinations().isEmpty());
        if (movements.isEmpty() || incomplete || lines > config.maxEntriesPerPosting()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_ENTRY_COUNT,
                    "a composition has movements, each of at least one source and one destination, and of all together"
                            + " at most " + config.maxEntriesPerPosting() + ", not " + lines,
                    Map.of("key", key.value(), "entries", String.valueOf(lines)));
        }
        movements.forEach(
                movement -> movement.split(Money.zero(movement.amount().asset())));
        return this;
    }
}
