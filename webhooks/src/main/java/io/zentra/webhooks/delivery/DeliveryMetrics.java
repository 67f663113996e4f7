package io.zentra.webhooks.delivery;

import io.zentra.core.identity.TenantId;
import java.time.Duration;

/**
 * Told of each attempt as it ends, for the host's own meters; what stands at an instant is {@link Deliveries#health()}.
 * Implementations are thread-safe and quick; what they throw is logged and keeps nothing back.
 *
 * <pre>{@code
 * DeliveryMetrics metrics = (tenant, endpoint, outcome, latency) ->
 *         timers.computeIfAbsent(outcome, code -> new LongAdder()).add(latency.toMillis());
 * }</pre>
 */
@FunctionalInterface
public interface DeliveryMetrics {
    /**
     * An attempt has ended, on this node; it is recorded next.
     *
     * @param endpoint the endpoint's id
     */
    void attempted(TenantId tenant, String endpoint, AttemptOutcome outcome, Duration latency);

    /** Tells nobody. */
    static DeliveryMetrics none() {
        return (tenant, endpoint, outcome, latency) -> {};
    }
}
