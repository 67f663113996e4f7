package io.zentra.webhooks.delivery;

import io.zentra.core.Handle;
import io.zentra.webhooks.internal.DeliveryReading;
import java.util.Collection;
import java.util.List;

/**
 * What is kept of the deliveries of many events, for modules that show evidence: they have asked for the permission.
 * Thread-safe, unless its handle was made on a connection.
 *
 * <pre>{@code
 * List<DeliveryRecord> records = new DeliveryHistory(handle).of(List.of(17L, 18L));
 * }</pre>
 */
public final class DeliveryHistory {
    private final Handle handle;

    /** The deliveries of a handle's tenant. */
    public DeliveryHistory(Handle handle) {
        this.handle = handle;
    }

    /**
     * The deliveries of these events, in the order of the events and then of the endpoints, from one state of the database.
     * What is older than deliveries are kept is not there any more.
     */
    public List<DeliveryRecord> of(Collection<Long> events) {
        if (!new DeliveryReading(handle.queries(), handle.tenantNo()).hasEndpoints()) {
            return List.of();
        }
        return handle.queries().snapshot(queries -> new DeliveryReading(queries, handle.tenantNo()).records(events));
    }
}
