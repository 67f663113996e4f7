package io.zentra.runtime.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.zentra.core.commit.CommitMetrics;
import io.zentra.core.identity.TenantId;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.runtime.rail.RailHealth.Count;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.DeliveryMetrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Zentra's meters in a registry of Micrometer. Thread-safe. Nothing is measured on the way of a command but two readings of
 * the clock; the rest is read when the registry asks.
 *
 * <pre>{@code
 * ZentraMetrics metrics = new ZentraMetrics(registry);
 * ZentraRuntime zentra = ZentraRuntime.builder().metrics(metrics)     // and deliveries(….metrics(metrics)…)
 *         .storage(storage).build();
 * metrics.watch(zentra);
 * metrics.watch(zentra.tenant("acme").as(Actor.service("meters").allowedOnly(Permission.READ)), Duration.ofSeconds(15));
 * }</pre>
 */
public final class ZentraMetrics implements CommitMetrics, DeliveryMetrics {
    private final MeterRegistry registry;
    private final Timer commits;
    private final Timer waits;
    private final DistributionSummary commands;
    private final Map<AttemptOutcome, Timer> deliveries = new EnumMap<>(AttemptOutcome.class);

    /** Meters in a registry. */
    public ZentraMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.commits =
                timer("zentra.commit", "groups of commands that are durable").register(registry);
        this.waits = timer("zentra.commit.wait", "how long the command that waited longest was queued")
                .register(registry);
        this.commands = DistributionSummary.builder("zentra.commit.commands")
                .description("commands of a group")
                .register(registry);
        for (AttemptOutcome outcome : AttemptOutcome.values()) {
            deliveries.put(
                    outcome,
                    timer("zentra.webhook.attempts", "attempts to deliver an event")
                            .tag("outcome", code(outcome))
                            .register(registry));
        }
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description);
    }

    @Override
    public void committed(int count, Duration waited, Duration took) {
        commits.record(took);
        waits.record(waited);
        commands.record(count);
    }

    @Override
    public void attempted(TenantId tenant, String endpoint, AttemptOutcome outcome, Duration latency) {
        Timer timer = deliveries.get(outcome);
        if (timer != null) {
            timer.record(latency);
        }
    }

    /** Counts the calls of a runtime's rails, by outcome, for as long as the runtime is in use. */
    public void watch(ZentraRuntime zentra) {
        for (RailHealth rail : zentra.railHealth()) {
            for (Count outcome : Count.values()) {
                FunctionCounter.builder("zentra.rail.calls", zentra, of -> calls(of, rail.rail(), outcome))
                        .description("calls of a rail since the runtime was built")
                        .tag("rail", rail.rail())
                        .tag("outcome", code(outcome))
                        .register(registry);
            }
        }
    }

    /**
     * Shows how a tenant stands, as its snapshot tells.
     *
     * @param tenant with an actor who may {@code read}
     * @param freshFor how long a snapshot counts: the registry asks for each meter, and all of that time share one
     */
    public void watch(Workspace tenant, Duration freshFor) {
        new TenantGauges(tenant, freshFor).bindTo(registry);
    }

    private static long calls(ZentraRuntime zentra, String name, Count outcome) {
        return zentra.railHealth().stream()
                .filter(rail -> rail.rail().equals(name))
                .mapToLong(rail -> rail.count(outcome))
                .sum();
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
