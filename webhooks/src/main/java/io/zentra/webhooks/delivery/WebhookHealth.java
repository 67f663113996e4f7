package io.zentra.webhooks.delivery;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's events leave, over all of its endpoints. Immutable.
 *
 * @param at when this was looked at
 * @param untaken events of the journal that were not looked at yet
 * @param backlog deliveries that have not ended
 * @param parked deliveries that were put aside, and wait for a person who replays them
 * @param oldestUndelivered when the oldest of the backlog happened; null without one
 * @param endpoints how many there are of each status
 * @param ailing active endpoints that are not sent to for now, or by one event only
 * @param attempts how many there were of each outcome
 */
public record WebhookHealth(
        Instant at,
        long untaken,
        long backlog,
        long parked,
        @Nullable Instant oldestUndelivered,
        Map<EndpointStatus, Long> endpoints,
        long ailing,
        Map<AttemptOutcome, Long> attempts) {
    /** Copies the counts. */
    public WebhookHealth {
        endpoints = Map.copyOf(endpoints);
        attempts = Map.copyOf(attempts);
    }

    /** How many attempts came to this. */
    public long attempts(AttemptOutcome outcome) {
        return attempts.getOrDefault(outcome, 0L);
    }
}
