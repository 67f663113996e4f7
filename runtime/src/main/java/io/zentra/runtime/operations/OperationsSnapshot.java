package io.zentra.runtime.operations;

import io.zentra.core.review.LaneLoad;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.webhooks.delivery.WebhookHealth;
import java.time.Instant;
import java.util.List;

/**
 * How a tenant stands at one moment: all that comes from the database is of one state of it. Immutable.
 *
 * @param at when it was looked at
 * @param events how many events the journal has
 * @param checkpointed of how many of them the last checkpoint speaks; 0 without one
 * @param states the transfers of each state, in the order of {@link TransferStatus}; those without any too
 * @param reviews what lies open in each review lane
 * @param webhooks how events leave
 * @param stuck work that is late, by kind
 * @param parked callbacks that wait for what they speak of
 * @param rails how the rails fare in this process
 */
public record OperationsSnapshot(
        Instant at,
        long events,
        long checkpointed,
        List<StateVolume> states,
        List<LaneLoad> reviews,
        WebhookHealth webhooks,
        List<StuckWork> stuck,
        ParkedCallbacks parked,
        List<RailHealth> rails) {
    /** Copies the lists. */
    public OperationsSnapshot {
        states = List.copyOf(states);
        reviews = List.copyOf(reviews);
        stuck = List.copyOf(stuck);
        rails = List.copyOf(rails);
    }

    /** The transfers of a state. */
    public StateVolume state(TransferStatus status) {
        return states.stream()
                .filter(each -> each.status() == status)
                .findFirst()
                .orElseThrow();
    }

    /** How many cases are open, in all lanes. */
    public long openReviews() {
        return reviews.stream().mapToLong(LaneLoad::open).sum();
    }
}
