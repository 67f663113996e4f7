package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The one form of a packet's bytes. */
public final class PacketText {
    /** The member that holds the seal over all others. */
    public static final String SEAL = "seal";

    private PacketText() {}

    /** Whether these bytes are the only ones that say this. */
    public static boolean isCanonical(JsonNode packet, byte[] bytes) {
        try {
            return Arrays.equals(CanonicalJson.bytes(out -> write(out, packet)), bytes);
        } catch (IllegalArgumentException | IllegalStateException notCanonical) {
            return false;
        }
    }

    /** The bytes that the seal of a canonical packet covers. */
    public static byte[] sealed(JsonNode packet) {
        Map<String, JsonNode> members = members(packet);
        members.remove(SEAL);
        return CanonicalJson.bytes(out -> write(out, members));
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
