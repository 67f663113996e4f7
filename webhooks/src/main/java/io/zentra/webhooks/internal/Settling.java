package io.zentra.webhooks.internal;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryKey;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryRow;
import io.zentra.webhooks.internal.DeliveryTables.LaneKey;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import java.util.Objects;

/** Ends deliveries, and lets the next of their order key go. */
final class Settling {
    static final String PARKED = "webhook.delivery.parked";
    static final String SKIPPED = "webhook.delivery.skipped";

    private Settling() {}

    /** Ends a delivery whose lane and successor were named. */
    static void end(UnitOfWork work, DeliveryRow row, String as) {
        long now = Micros.of(work.now());
        work.put(DeliveryTables.DELIVERY, row.ended(as, now));
        Pump.count(work, row.key().endpoint(), -1);
        if (as.equals(DeliveryRow.PARKED)) {
            Pump.countParked(work, row.key().endpoint(), 1);
        }
        if (row.lane() == null) {
            return;
        }
        long endpoint = row.key().endpoint();
        if (row.next() == null) {
            work.delete(DeliveryTables.LANE, new LaneKey(endpoint, row.lane()));
            return;
        }
        DeliveryRow next =
                Objects.requireNonNull(work.get(DeliveryTables.DELIVERY, new DeliveryKey(endpoint, row.next())));
        Long skipped = as.equals(DeliveryRow.SKIPPED) ? (Long) row.key().event() : null;
        work.put(DeliveryTables.DELIVERY, next.afterSkipped(skipped).dueAt(now, 0));
    }

    /** The same for one that was tried for the last time; the journal keeps it. */
    static void giveUp(UnitOfWork work, EndpointRow endpoint, DeliveryRow row, String as) {
        end(work, row, as);
        long event = row.key().event();
        work.record(new UnitOfWork.Draft(
                as.equals(DeliveryRow.SKIPPED) ? SKIPPED : PARKED,
                endpoint.id(),
                null,
                json -> json.beginObject()
                        .member("attempts", row.tries())
                        .member("event", event)
                        .member("message", MessageText.id(endpoint.id(), event))
                        .endObject()));
    }
}
