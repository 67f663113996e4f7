package io.zentra.webhooks.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.ReplayFilter;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryKey;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryRow;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import java.util.List;
import java.util.Map;

/**
 * Sends deliveries again: those that were put aside, given up or missed, those that wait for another try, and those that arrived
 * when it is forced.
 *
 * @param endpoint the endpoint's id
 * @param events which events
 * @param asked what was asked for, as the request keeps it
 * @param isForced also those that arrived
 * @param mustExist refuse an event that was never for the endpoint
 * @param key makes it take effect once
 */
public record ReplayDeliveries(
        String endpoint,
        List<Long> events,
        CanonicalJson.Value asked,
        boolean isForced,
        boolean mustExist,
        IdempotencyKey key)
        implements Command.Keyed<Integer> {
    /** The most deliveries of one command. */
    public static final int MAX = 10_000;

    private static final String REPLAYED = "webhook.delivery.replayed";

    /** One event. */
    public static ReplayDeliveries one(String endpoint, long event, boolean forced, IdempotencyKey key) {
        return new ReplayDeliveries(
                endpoint,
                List.of(event),
                json -> json.beginObject()
                        .member("endpoint", endpoint)
                        .member("event", event)
                        .member("forced", forced)
                        .endObject(),
                forced,
                true,
                key);
    }

    /** What a filter found. */
    public static ReplayDeliveries of(String endpoint, List<Long> events, ReplayFilter filter, IdempotencyKey key) {
        return new ReplayDeliveries(
                endpoint,
                List.copyOf(events),
                json -> {
                    json.beginObject()
                            .member("endpoint", endpoint)
                            .name("events")
                            .beginArray();
                    filter.events().forEach(json::value);
                    json.endArray()
                            .member("forced", filter.isForced())
                            .member("from", filter.from().toString())
                            .member("to", filter.to().toString())
                            .endObject();
                },
                filter.isForced(),
                false,
                key);
    }

    @Override
    public Operation operation() {
        return Operations.REPLAY;
    }

    @Override
    public void request(CanonicalJson json) {
        asked.write(json);
    }

    @Override
    public void reads(Reads reads) {
        long no = EndpointEvents.number(endpoint);
        EndpointEvents.need(reads, endpoint);
        Pump.need(reads, no);
        events.forEach(event -> reads.need(DeliveryTables.DELIVERY, new DeliveryKey(no, event)));
    }

    @Override
    public Integer decide(UnitOfWork work) {
        EndpointRow row = EndpointEvents.require(work, endpoint);
        long now = Micros.of(work.now());
        int count = 0;
        for (long event : events) {
            DeliveryRow delivery = work.get(DeliveryTables.DELIVERY, new DeliveryKey(row.no(), event));
            if (delivery == null && mustExist) {
                throw unknown(event);
            }
            if (delivery != null && sendAgain(work, delivery, now)) {
                count++;
            }
        }
        if (count > 0) {
            Pump.wake(work, row.no(), now);
        }
        int replayed = count;
        work.record(new UnitOfWork.Draft(
                REPLAYED,
                row.id(),
                null,
                json -> json.beginObject()
                        .member("count", replayed)
                        .member("forced", isForced)
                        .endObject()));
        return count;
    }

    private boolean sendAgain(UnitOfWork work, DeliveryRow row, long now) {
        if (row.isOpen()) {
            if (row.isPending() && row.tries() > 0) {
                work.put(DeliveryTables.DELIVERY, row.dueAt(now, 0));
                return true;
            }
            return false;
        }
        if (row.state().equals(DeliveryRow.DELIVERED) && !isForced) {
            return false;
        }
        if (row.state().equals(DeliveryRow.PARKED)) {
            Pump.countParked(work, row.key().endpoint(), -1);
        }
        work.put(DeliveryTables.DELIVERY, row.alone().dueAt(now, 0));
        Pump.count(work, row.key().endpoint(), 1);
        return true;
    }

    private ZentraException unknown(long event) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_DELIVERY,
                "event " + event + " was never for the endpoint " + endpoint + ": use one of its deliveries",
                Map.of("endpoint", endpoint, "event", String.valueOf(event)));
    }

    @Override
    public Integer replayed(Event first) {
        return first.body().path("count").asInt();
    }
}
