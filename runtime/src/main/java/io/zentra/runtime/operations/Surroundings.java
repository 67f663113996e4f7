package io.zentra.runtime.operations;

import io.zentra.core.money.Asset;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.FailingWork;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.webhooks.delivery.DeliverySettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime knows besides the database, for those who look at a tenant; made by the runtime. Immutable.
 *
 * @param clock the time
 * @param accounts the ids of the accounts that transfers of an asset pass through over its rails
 * @param deliveries how events leave
 * @param rails how the rails fare in this process
 * @param failing what this process tried in vain of a tenant's work, by its number
 * @param checkpoints the kind and subject of the work that makes checkpoints; null when the runtime has no key
 */
public record Surroundings(
        InstantSource clock,
        Function<Asset, Set<String>> accounts,
        DeliverySettings deliveries,
        Supplier<List<RailHealth>> rails,
        BiFunction<Queries, Integer, List<FailingWork>> failing,
        @Nullable Work checkpoints) {
    /** A piece of work by its name. */
    public record Work(String kind, String subject) {}
}
