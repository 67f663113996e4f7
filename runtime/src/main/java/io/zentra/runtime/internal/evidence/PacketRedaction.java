package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.runtime.PacketPart;
import java.util.List;
import java.util.Set;

/** Takes out of a packet what may be withheld, and leaves what proves the rest. */
public final class PacketRedaction {
    private PacketRedaction() {}

    /**
     * The packet's bytes without these parts.
     *
     * @throws ZentraException {@code unknown_format} when they are no packet
     */
    public static byte[] redacted(byte[] json, Set<PacketPart> parts) {
        ObjectNode packet = PacketText.read(json);
        if (packet == null || !PacketCheck.isPacket(packet)) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_FORMAT,
                    "nothing can be withheld from what is no packet of version " + PacketContent.VERSION
                            + ": give the bytes as they came");
        }
        redact(packet, parts);
        return PacketText.bytes(packet);
    }

    /** Takes the parts out of a packet. */
    static void redact(ObjectNode packet, Set<PacketPart> parts) {
        if (parts.contains(PacketPart.CALLBACKS)) {
            packet.path(KeptTexts.CALLBACKS.member()).forEach(shown -> withhold(shown, List.of("body", "envelope")));
        }
        if (parts.contains(PacketPart.NOTES)) {
            packet.path(KeptTexts.NOTES.member()).forEach(shown -> withhold(shown, List.of("salt", "text")));
        }
        if (parts.contains(PacketPart.DELIVERIES)) {
            for (JsonNode delivery : packet.path(PacketText.DELIVERIES).path(PacketText.LIST)) {
                remove(delivery, DeliveryText.BODY);
                delivery.path(DeliveryText.ATTEMPTS).forEach(attempt -> remove(attempt, DeliveryText.TRANSCRIPT));
            }
        }
    }

    /** What is erased says so itself. */
    private static void withhold(JsonNode shown, List<String> texts) {
        if (shown instanceof ObjectNode object && !object.has(KeptTexts.ERASED)) {
            object.remove(texts);
            object.put(KeptTexts.REDACTED, true);
        }
    }

    private static void remove(JsonNode of, String member) {
        if (of instanceof ObjectNode object) {
            object.remove(member);
        }
    }
}
