package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.MerkleProof;
import io.zentra.core.journal.Seal;
import io.zentra.core.journal.TrustedKeys;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.runtime.PacketVerdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Checks a packet with nothing but public keys and, if there are any, checkpoints kept elsewhere. Thread-safe. */
public final class PacketCheck {
    private final TrustedKeys trusted;
    private final KeptElsewhere elsewhere;

    /** A check by these keys. */
    public PacketCheck(TrustedKeys trusted, KeptElsewhere elsewhere) {
        this.trusted = trusted;
        this.elsewhere = elsewhere;
    }

    /**
     * What a packet proved, for whoever asks more of it.
     *
     * @param verdict what is wrong
     * @param events the events, each of them proven
     */
    public record Proven(PacketVerdict verdict, List<Event> events) {
        /** Copies the list. */
        public Proven {
            events = List.copyOf(events);
        }
    }

    /** The keys and notes of a packet, once their signatures have been checked. */
    private record Signed(Checkpoint checkpoint, VerifyingKey signer, Seal seal, Seal deliveries) {}

    static boolean isPacket(JsonNode root) {
        return root.path("format").asText().equals(PacketContent.FORMAT)
                && root.path("v").asInt() == PacketContent.VERSION;
    }

    /** Checks a packet's bytes; whatever they are, the verdict tells, and nothing is thrown. */
    public Proven prove(byte[] json) {
        JsonNode root = PacketText.parse(json);
        if (root == null || !isPacket(root)) {
            return unreadable("it is no packet of version " + PacketContent.VERSION);
        }
        if (!(root instanceof ObjectNode packet) || !PacketText.isCanonical(root, json)) {
            return unreadable("it is not in the one form of its content");
        }
        return prove(packet);
    }

    /** Checks a packet whose bytes were in their one form. */
    Proven prove(ObjectNode packet) {
        try {
            String note = packet.path("checkpoint").asText();
            Checkpoint checkpoint = trusted.verified(note, packet.path("tenant").asText());
            VerifyingKey signer = trusted.signerOf(note);
            Seal seal = Seal.verified(packet.path(PacketText.SEAL).asText(), signer);
            String deliveries =
                    packet.path(PacketText.DELIVERIES).path(PacketText.SEAL).asText();
            return prove(packet, new Signed(checkpoint, signer, seal, sealOfDeliveries(deliveries, signer)));
        } catch (ZentraException invalid) {
            return unreadable(invalid.reason());
        }
    }

    private static Seal sealOfDeliveries(String note, VerifyingKey signer) {
        try {
            return Seal.verified(note, signer);
        } catch (ZentraException invalid) {
            throw ZentraException.of(invalid.code(), "of the deliveries " + invalid.reason());
        }
    }

    private Proven prove(ObjectNode packet, Signed signed) {
        List<String> faults = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        Checkpoint checkpoint = signed.checkpoint();
        String tenant = packet.path("tenant").asText();
        for (JsonNode each : packet.path("events")) {
            try {
                events.add(proven(each, checkpoint));
            } catch (ZentraException | IllegalArgumentException invalid) {
                faults.add("event number " + (events.size() + 1) + ": "
                        + (invalid instanceof ZentraException e ? e.reason() : "its path is not base 64"));
                return new Proven(
                        new PacketVerdict(faults, tenant, "", "", events.size(), checkpoint.size(), List.of()), events);
            }
        }
        PacketContent content = new PacketContent(packet, events);
        elsewhere.fault(checkpoint, tenant).ifPresent(faults::add);
        faults.addAll(content.faults());
        requireSealed(packet, signed, faults);
        PacketVerdict verdict = new PacketVerdict(
                faults,
                tenant,
                content.correlation(),
                content.status(),
                events.size(),
                checkpoint.size(),
                content.withheld());
        return new Proven(verdict, events);
    }

    private static void requireSealed(ObjectNode packet, Signed signed, List<String> faults) {
        if (!packet.path("public_key").asText().equals(signed.signer().toString())) {
            faults.add("the packet names another key than that which signed");
        }
        if (!isSealed(signed.seal(), signed.checkpoint(), packet, PacketText.sealed(packet))) {
            Seal seal = signed.seal();
            faults.add("the packet is not the one that was sealed for " + seal.subject() + " of " + seal.origin());
        }
        if (!isSealed(signed.deliveries(), signed.checkpoint(), packet, PacketText.sealedDeliveries(packet))) {
            faults.add("the deliveries are not those that were sealed for this packet");
        }
    }

    private static boolean isSealed(Seal seal, Checkpoint checkpoint, ObjectNode packet, byte[] document) {
        return seal.origin().equals(checkpoint.origin())
                && seal.subject().equals(packet.path("correlation").asText())
                && seal.covers(document);
    }

    /** An event with the path that proves it. */
    static Event proven(JsonNode each, Checkpoint checkpoint) {
        byte[] bytes = each.path("event").asText().getBytes(StandardCharsets.UTF_8);
        Event event = Event.parse(bytes);
        List<byte[]> path = new ArrayList<>();
        for (JsonNode hash : each.path("path")) {
            byte[] decoded = Base64.getDecoder().decode(hash.asText());
            if (!Base64.getEncoder().encodeToString(decoded).equals(hash.asText())) {
                throw new IllegalArgumentException("base 64 in another than its one form");
            }
            path.add(decoded);
        }
        MerkleProof.requireIncluded(bytes, event.seq(), checkpoint.size(), path, checkpoint.rootHash());
        return event;
    }

    private static Proven unreadable(String fault) {
        return new Proven(new PacketVerdict(List.of(fault), "", "", "", 0, 0, List.of()), List.of());
    }
}
