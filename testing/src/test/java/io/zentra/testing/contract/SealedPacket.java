package io.zentra.testing.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Seal;
import io.zentra.core.journal.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Seals a changed packet as its signer could, in the way that docs/evidence.md tells. */
record SealedPacket(ObjectNode packet) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    static SealedPacket parse(String text) {
        try {
            return new SealedPacket((ObjectNode) JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    String sealedBy(SigningKey key) {
        packet.remove("seal");
        String correlation = packet.path("correlation").asText();
        packet.put("seal", note(correlation, journalPart(), key));
        ((ObjectNode) packet.path("deliveries")).put("seal", note(correlation, deliveries(), key));
        return text(packet);
    }

    private ObjectNode journalPart() {
        ObjectNode rest = packet.deepCopy();
        rest.remove(List.of("seal", "deliveries"));
        for (String part : List.of("callbacks", "notes")) {
            rest.path(part).forEach(each -> ((ObjectNode) each).retain("seq"));
        }
        return rest;
    }

    private ObjectNode deliveries() {
        ObjectNode rest = JSON.createObjectNode();
        ArrayNode list = rest.putArray("list");
        for (JsonNode delivery : packet.path("deliveries").path("list").deepCopy()) {
            ((ObjectNode) delivery).remove("body");
            delivery.path("attempts").forEach(each -> ((ObjectNode) each).remove("transcript"));
            list.add(delivery);
        }
        rest.set("checkpoint", packet.path("checkpoint"));
        rest.set("correlation", packet.path("correlation"));
        return rest.put("format", "zentra.deliveries");
    }

    private String note(String correlation, ObjectNode document, SigningKey key) {
        byte[] bytes = text(document).getBytes(StandardCharsets.UTF_8);
        return Seal.signed("acme-ledger/acme", correlation, bytes, key).note();
    }

    static String text(JsonNode value) {
        try {
            return JSON.writeValueAsString(JSON.treeToValue(value, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
