package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Sha256;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliveryAttempt;
import io.zentra.webhooks.delivery.DeliveryRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as a packet tells it. What was sent and answered stands beside its digest, so that it can be withheld. The
 * digest of an attempt covers the signature that was sent, which nobody else can guess.
 */
final class DeliveryText {
    static final String ATTEMPTS = "attempts";
    static final String BODY = "body";
    static final String TRANSCRIPT = "transcript";

    /** The members that each delivery has, and those that it may have. */
    static final Set<String> MEMBERS =
            Set.of(ATTEMPTS, digestOf(BODY), "endpoint", "event", "message_id", "state", "type");

    static final Set<String> OPTIONAL = Set.of(BODY, "settled_at");

    /** The same of attempts. */
    static final Set<String> ATTEMPT = Set.of("at", "latency_micros", "number", "outcome", digestOf(TRANSCRIPT));

    static final Set<String> OPTIONAL_IN_ATTEMPT = Set.of("status", TRANSCRIPT);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DeliveryText() {}

    static ObjectNode write(DeliveryRecord record) {
        Delivery delivery = record.delivery();
        ObjectNode json = NODES.objectNode();
        ArrayNode attempts = json.putArray(ATTEMPTS);
        record.attempts().forEach(attempt -> attempts.add(write(attempt)));
        String body = readable(record.body());
        json.put(BODY, body);
        json.put(digestOf(BODY), digest(NODES.textNode(body)));
        json.put("endpoint", delivery.endpoint());
        json.put("event", delivery.event());
        json.put("message_id", delivery.messageId());
        optional(json, "settled_at", text(delivery.settledAt()));
        json.put("state", delivery.state().code());
        json.put("type", delivery.type());
        return json;
    }

    private static ObjectNode write(DeliveryAttempt attempt) {
        ObjectNode json = NODES.objectNode();
        json.put("at", attempt.at().toString());
        json.put("latency_micros", Micros.of(Instant.EPOCH.plus(attempt.latency())));
        json.put("number", attempt.number());
        json.put("outcome", attempt.outcome().code());
        if (attempt.status() != null) {
            json.put("status", attempt.status().intValue());
        }
        ObjectNode transcript = json.putObject(TRANSCRIPT);
        optional(transcript, "error", attempt.error());
        optional(transcript, "request", attempt.request());
        optional(transcript, "response", attempt.response());
        json.put(digestOf(TRANSCRIPT), digest(transcript));
        return json;
    }

    /** What the seal covers of a delivery: all but what may be withheld. */
    static JsonNode withoutTexts(JsonNode delivery) {
        JsonNode rest = delivery.deepCopy();
        if (rest instanceof ObjectNode object) {
            object.remove(BODY);
        }
        for (JsonNode attempt : rest.path(ATTEMPTS)) {
            if (attempt instanceof ObjectNode object) {
                object.remove(TRANSCRIPT);
            }
        }
        return rest;
    }

    /** The member that holds the digest of another one. */
    static String digestOf(String member) {
        return member + "_sha256";
    }

    /** Whether what is shown is what its digest says. */
    static boolean isSound(JsonNode shown, String member) {
        return !shown.has(member)
                || digest(shown.path(member))
                        .equals(shown.path(digestOf(member)).textValue());
    }

    private static String digest(JsonNode value) {
        return Sha256.hex(value.isTextual() ? utf8(value.textValue()) : PacketText.bytes(value));
    }

    private static void optional(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, readable(value));
        }
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** Halves of characters, which no encoding has a form for, as question marks. */
    private static String readable(String text) {
        return new String(utf8(text), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
