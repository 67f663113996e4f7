package io.zentra.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.operations.OperationsSnapshot;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The numbers of a tenant's snapshot, which is read when the registry asks and the one before is too old. Thread-safe. */
final class TenantGauges implements MeterBinder {
    private final Workspace tenant;
    private final long freshForNanos;
    private @Nullable OperationsSnapshot last;
    private long readAt;

    TenantGauges(Workspace tenant, Duration freshFor) {
        this.tenant = tenant;
        this.freshForNanos = freshFor.toNanos();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (TransferStatus status : TransferStatus.values()) {
            Gauge.builder("zentra.transfers", () -> now().state(status).transfers())
                    .description("transfers of a state")
                    .tag("tenant", tenant.tenantId())
                    .tag("status", status.code())
                    .register(registry);
        }
        gauge(registry, "zentra.reviews.open", "open review cases", OperationsSnapshot::openReviews);
        gauge(
                registry,
                "zentra.work.late",
                "pieces of work that nobody is at",
                seen -> seen.stuck().stream()
                        .mapToLong(stuck -> stuck.work().pieces())
                        .sum());
        gauge(
                registry,
                "zentra.callbacks.parked",
                "references that callbacks wait for",
                seen -> seen.parked().references());
        gauge(
                registry,
                "zentra.webhook.backlog",
                "deliveries that have not ended",
                seen -> seen.webhooks().backlog());
        gauge(
                registry,
                "zentra.webhook.untaken",
                "events that were not looked at yet",
                seen -> seen.webhooks().untaken());
        gauge(
                registry,
                "zentra.webhook.ailing",
                "active endpoints that are not sent to",
                seen -> seen.webhooks().ailing());
        gauge(registry, "zentra.events", "events of the journal", OperationsSnapshot::events);
        gauge(
                registry,
                "zentra.events.checkpointed",
                "events of the last checkpoint",
                OperationsSnapshot::checkpointed);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToLongFunction<OperationsSnapshot> of) {
        Gauge.builder(name, () -> of.applyAsLong(now()))
                .description(description)
                .tag("tenant", tenant.tenantId())
                .register(registry);
    }

    private synchronized OperationsSnapshot now() {
        OperationsSnapshot known = last;
        long nanos = System.nanoTime();
        if (known == null || nanos - readAt >= freshForNanos) {
            known = tenant.operations().snapshot();
            last = known;
            readAt = nanos;
        }
        return known;
    }
}
