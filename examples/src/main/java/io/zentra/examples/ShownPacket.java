package io.zentra.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.ledger.LedgerWork;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a transfer's packet tells whoever has nothing else than it and the signer's public key. Immutable.
 *
 * @param verdict that it verifies
 * @param events its events, in their order
 * @param notes what operators noted
 */
record ShownPacket(PacketVerdict verdict, List<JsonNode> events, List<String> notes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    ShownPacket {
        events = List.copyOf(events);
        notes = List.copyOf(notes);
    }

    /** Verifies a packet, and reads it. */
    static ShownPacket of(AuditPacket packet, VerifyingKey signer) {
        PacketVerdict verdict = PacketVerifier.trusting(signer).verify(packet).orElseThrow();
        try {
            JsonNode json = JSON.readTree(packet.json());
            List<JsonNode> events = new ArrayList<>();
            for (JsonNode each : json.path("events")) {
                events.add(JSON.readTree(each.path("event").asText()));
            }
            List<String> notes = new ArrayList<>();
            json.path("notes").forEach(each -> notes.add(each.path("text").asText()));
            return new ShownPacket(verdict, events, notes);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable); // what verifies can be read
        }
    }

    /** What was asked for at first. */
    String request() {
        return events.get(0).path("request").toString();
    }

    /** The states that it went through, by the events of the transfer itself. */
    String states() {
        return events.stream()
                .filter(event -> event.path("type").asText().startsWith("transfer."))
                .map(event -> event.path("body").path("status").asText())
                .collect(Collectors.joining(", then "));
    }

    /** The rails by which it was sent, with the attempts: the first of them is the original route. */
    String route() {
        return ofType("provider.routed")
                .map(event -> event.path("body").path("rail").asText() + " by "
                        + event.path("subject").asText())
                .collect(Collectors.joining(", "));
    }

    /** The decision of the policy that let it go. */
    String decision() {
        return ofType("policy.accepted")
                .map(event -> event.path("subject").asText())
                .collect(Collectors.joining(", "));
    }

    /** The postings that gave money back, and which ones they reverse. */
    String reversals() {
        return ofType(LedgerWork.eventType())
                .filter(event -> event.path("body").has("reverses"))
                .map(event -> event.path("subject").asText() + " reverses "
                        + event.path("body").path("reverses").asText())
                .collect(Collectors.joining(", "));
    }

    private Stream<JsonNode> ofType(String type) {
        return events.stream().filter(event -> event.path("type").asText().equals(type));
    }
}
