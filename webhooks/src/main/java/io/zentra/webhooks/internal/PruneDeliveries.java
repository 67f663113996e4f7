package io.zentra.webhooks.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.internal.DeliveryTables.AttemptKey;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryKey;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryRow;
import io.zentra.webhooks.internal.DeliveryTables.LaneKey;
import io.zentra.webhooks.internal.DeliveryTables.LaneRow;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes old deliveries away with their attempts: those that arrived, were skipped or missed, and all of deleted endpoints. Answers the
 * events of those that stay.
 *
 * @param deliveries which
 * @param messages events of which no delivery is left
 */
record PruneDeliveries(List<DeliveryKey> deliveries, List<Long> messages) implements Command<Set<Long>> {
    /** The most deliveries of one commit. */
    static final int MAX = 512;

    @Override
    public Operation operation() {
        return Operations.PRUNE;
    }

    @Override
    public void reads(Reads reads) {
        for (DeliveryKey key : deliveries) {
            reads.need(EndpointTables.ENDPOINT, key.endpoint());
            reads.need(HealthTable.HEALTH, key.endpoint());
            DeliveryRow row = reads.need(DeliveryTables.DELIVERY, key);
            if (row == null) {
                continue;
            }
            for (long attempt = 1; attempt <= row.tries(); attempt++) {
                reads.need(DeliveryTables.ATTEMPT, new AttemptKey(key.endpoint(), key.event(), attempt));
            }
            if (row.lane() != null) {
                reads.need(DeliveryTables.LANE, new LaneKey(key.endpoint(), row.lane()));
            }
        }
        messages.forEach(event -> reads.need(DeliveryTables.MESSAGE, event));
    }

    @Override
    public Set<Long> decide(UnitOfWork work) {
        Set<Long> kept = new TreeSet<>();
        for (DeliveryKey key : deliveries) {
            DeliveryRow row = work.get(DeliveryTables.DELIVERY, key);
            if (row != null && isOver(work, row)) {
                delete(work, row);
            } else if (row != null) {
                kept.add(key.event());
            }
        }
        for (long event : messages) {
            if (work.get(DeliveryTables.MESSAGE, event) != null) {
                work.delete(DeliveryTables.MESSAGE, event);
            }
        }
        return kept;
    }

    private static boolean isOver(UnitOfWork work, DeliveryRow row) {
        EndpointRow endpoint = work.get(EndpointTables.ENDPOINT, row.key().endpoint());
        boolean isDeleted = endpoint != null && endpoint.status() == EndpointStatus.DELETED;
        return isDeleted
                || row.state().equals(DeliveryRow.DELIVERED)
                || row.state().equals(DeliveryRow.SKIPPED)
                || row.state().equals(DeliveryRow.MISSED);
    }

    private static void delete(UnitOfWork work, DeliveryRow row) {
        DeliveryKey key = row.key();
        for (long attempt = 1; attempt <= row.tries(); attempt++) {
            work.delete(DeliveryTables.ATTEMPT, new AttemptKey(key.endpoint(), key.event(), attempt));
        }
        if (row.state().equals(DeliveryRow.PARKED)) {
            Pump.countParked(work, key.endpoint(), -1);
        }
        if (row.isOpen()) {
            Pump.count(work, key.endpoint(), -1);
            LaneKey laneKey = new LaneKey(key.endpoint(), row.lane() == null ? "" : row.lane());
            LaneRow lane = row.lane() == null ? null : work.get(DeliveryTables.LANE, laneKey);
            if (lane != null && lane.tail() == key.event()) {
                work.delete(DeliveryTables.LANE, laneKey);
            }
        }
        work.delete(DeliveryTables.DELIVERY, key);
    }
}
