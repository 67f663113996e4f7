package io.zentra.webhooks.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.Event;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.PublicEvent;
import io.zentra.webhooks.internal.DeliveryTables.MessageRow;

/**
 * The body of a message: what Standard Webhooks 1.0.0 recommends, {@code type}, {@code timestamp} and {@code data}, and beside
 * them {@code schema_version}, {@code sequence} and {@code correlation}.
 */
public final class MessageText {
    /** The version of the body. */
    public static final int SCHEMA_VERSION = 1;

    /** The type of events that try an endpoint. */
    public static final String TEST = "webhook.test";

    private MessageText() {}

    static MessageRow row(Event event, PublicEvent told) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        event.correlation().ifPresent(correlation -> body.put("correlation", correlation));
        body.set("data", EndpointText.tree(told.data()));
        body.put("schema_version", SCHEMA_VERSION);
        body.put("sequence", event.seq());
        body.put("timestamp", event.at().toString());
        body.put("type", told.type());
        return new MessageRow(
                event.seq(),
                told.type(),
                Micros.of(event.at()),
                body.toString(),
                event.trace().map(TraceContext::toString).orElse(null));
    }

    /** The id of a message: the same for every attempt of an event for an endpoint, and for no other. */
    public static String id(String endpointId, long event) {
        return "msg_" + endpointId.substring(EndpointEvents.PREFIX.length() + 1) + "_" + event;
    }
}
