package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.runtime.PacketVerifier;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one form of a packet's bytes, and what of it the seals cover. The seal covers what follows from the journal, so that
 * it is the same whenever it is made; deliveries, which go on beside the journal, have a seal of their own. Neither covers
 * what may be withheld: of callbacks and notes events tell the digests, of deliveries the list does.
 */
public final class PacketText {
    /** Where the schema lies, seen from the package of the public types. */
    public static final String SCHEMA = "packet.schema.json";

    static final String SEAL = "seal";
    static final String DELIVERIES = "deliveries";
    static final String LIST = "list";

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(PacketVerifier.MAX_BYTES)
                            .build())
                    .build())
            .build();

    private PacketText() {}

    /** The object that canonical bytes say; null when they are too many, no JSON, no object, or not in the one form. */
    static @Nullable ObjectNode read(byte[] bytes) {
        return parse(bytes) instanceof ObjectNode object && isCanonical(object, bytes) ? object : null;
    }

    /** The value that bytes say; null when they are too many or no JSON. */
    static @Nullable JsonNode parse(byte[] bytes) {
        try {
            return bytes.length > PacketVerifier.MAX_BYTES ? null : JSON.readTree(bytes);
        } catch (IOException notJson) {
            return null;
        }
    }

    /** Whether these bytes are the only ones that say this. */
    static boolean isCanonical(JsonNode value, byte[] bytes) {
        try {
            return Arrays.equals(bytes(value), bytes);
        } catch (IllegalArgumentException | IllegalStateException notCanonical) {
            return false;
        }
    }

    /** The bytes of a value in their one form. */
    static byte[] bytes(JsonNode value) {
        return CanonicalJson.bytes(out -> write(out, value));
    }

    /** The bytes that the seal of a packet covers. */
    static byte[] sealed(JsonNode packet) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        packet.properties().forEach(member -> rest.set(member.getKey(), member.getValue()));
        rest.remove(List.of(SEAL, DELIVERIES));
        for (String part : List.of("callbacks", "notes")) {
            ArrayNode named = rest.putArray(part);
            packet.path(part).forEach(one -> named.addObject().setAll(sequence(one)));
        }
        return bytes(rest);
    }

    /** What names a text, whatever is shown of it. */
    private static Map<String, JsonNode> sequence(JsonNode text) {
        return text.has("seq") ? Map.of("seq", text.path("seq")) : Map.of();
    }

    /** The bytes that the seal of a packet's deliveries covers. */
    static byte[] sealedDeliveries(JsonNode packet) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        rest.put("checkpoint", packet.path("checkpoint").asText());
        rest.put("correlation", packet.path("correlation").asText());
        rest.put("format", "zentra.deliveries");
        ArrayNode list = rest.putArray(LIST);
        packet.path(DELIVERIES).path(LIST).forEach(one -> list.add(DeliveryText.withoutTexts(one)));
        return bytes(rest);
    }

    private static void write(CanonicalJson out, JsonNode node) {
        if (node.isObject()) {
            write(out, members(node));
        } else if (node.isArray()) {
            out.beginArray();
            node.forEach(value -> write(out, value));
            out.endArray();
        } else if (node.isTextual()) {
            out.value(node.textValue());
        } else if (node.isBoolean()) {
            out.value(node.booleanValue());
        } else if (node.isIntegralNumber() && node.canConvertToLong()) {
            out.value(node.longValue());
        } else {
            throw new IllegalArgumentException("neither text, integer nor boolean");
        }
    }

    private static void write(CanonicalJson out, Map<String, JsonNode> members) {
        out.beginObject();
        members.forEach((name, value) -> write(out.name(name), value));
        out.endObject();
    }

    private static Map<String, JsonNode> members(JsonNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        return sorted;
    }
}
