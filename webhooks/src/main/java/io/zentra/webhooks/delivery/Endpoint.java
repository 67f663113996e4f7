package io.zentra.webhooks.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a tenant as it stands. Immutable.
 *
 * @param id its id, {@code ep_…}
 * @param url where messages are sent, in its one form
 * @param events the types that it gets
 * @param description for people
 * @param headers the names of its own headers
 * @param sending order, rates and limits
 * @param status whether it gets events
 * @param reason why it was disabled: {@code gone}, {@code failing} or what the actor said; null otherwise
 * @param lastEvent the last event of the journal about it
 */
public record Endpoint(
        String id,
        String url,
        List<String> events,
        String description,
        List<String> headers,
        Sending sending,
        EndpointStatus status,
        @Nullable String reason,
        long lastEvent) {
    /** Copies the lists. */
    public Endpoint {
        events = List.copyOf(events);
        headers = List.copyOf(headers);
    }
}
