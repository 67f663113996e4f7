package io.zentra.webhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint fares now. Immutable.
 *
 * @param endpoint its id
 * @param status whether it gets events
 * @param circuit whether it is sent to
 * @param failuresInRow attempts since the last delivery
 * @param failingSince when the first of them was; null without one
 * @param triedAgainAt when one event is tried again; null while all are
 * @param backlog deliveries that have not ended
 * @param parked deliveries that were put aside, and wait for a person who replays them
 * @param oldestUndelivered when the oldest of the backlog happened; null without one
 * @param lastDeliveredAt when the last delivery was; null before
 * @param latency how long attempts took of late
 * @param attempts how many there were of each outcome
 */
public record EndpointHealth(
        String endpoint,
        EndpointStatus status,
        Circuit circuit,
        long failuresInRow,
        @Nullable Instant failingSince,
        @Nullable Instant triedAgainAt,
        long backlog,
        long parked,
        @Nullable Instant oldestUndelivered,
        @Nullable Instant lastDeliveredAt,
        Duration latency,
        Map<AttemptOutcome, Long> attempts) {
    /** Copies the counts. */
    public EndpointHealth {
        attempts = Map.copyOf(attempts);
    }

    /** How many attempts came to this. */
    public long attempts(AttemptOutcome outcome) {
        return attempts.getOrDefault(outcome, 0L);
    }

    /** Whether an endpoint is sent to. */
    public enum Circuit {
        /** All that is due is sent. */
        CLOSED,
        /** Nothing is sent until the pause is over; then one is tried. */
        OPEN,
        /** One is sent next, and decides. */
        HALF_OPEN
    }
}
