package io.zentra.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.MerkleProof;
import io.zentra.core.journal.Seal;
import io.zentra.core.journal.TrustedKeys;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.runtime.internal.evidence.PacketContent;
import io.zentra.runtime.internal.evidence.PacketText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks packets with nothing but the signer's public key, or keys when it changed: the seal over the whole, the
 * checkpoint's signature, the inclusion of every event, that none between them is left out, and that the packet's summary
 * is what the events tell. Thread-safe.
 *
 * <pre>{@code
 * PacketVerifier.trusting(VerifyingKey.parse("acme-ledger+…")).verify(packet).orElseThrow();
 * }</pre>
 *
 * <p>A packet speaks as of {@link PacketVerdict#journalSize()}: of what came later it tells nothing. That no last events
 * before it are left out is the signer's word, under its seal; a later packet of the transfer shows whether it was true.
 */
public final class PacketVerifier {
    /** The most bytes of a packet. */
    public static final int MAX_BYTES = 64 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .build();

    private final TrustedKeys trusted;

    private PacketVerifier(TrustedKeys trusted) {
        this.trusted = trusted;
    }

    /** A verifier that trusts one signer, or each of several keys that signed in turn. */
    public static PacketVerifier trusting(VerifyingKey key, VerifyingKey... others) {
        return new PacketVerifier(new TrustedKeys(
                Stream.concat(Stream.of(key), Arrays.stream(others)).toList()));
    }

    /** Checks a packet; whatever it holds, the verdict tells, and nothing is thrown. */
    public PacketVerdict verify(AuditPacket packet) {
        return verify(packet.json());
    }

    /** Checks a packet's bytes. */
    public PacketVerdict verify(byte[] json) {
        JsonNode root;
        try {
            root = json.length > MAX_BYTES ? null : JSON.readTree(json);
        } catch (IOException notJson) {
            root = null;
        }
        if (root == null
                || !root.path("format").asText().equals(PacketContent.FORMAT)
                || root.path("v").asInt() != PacketContent.VERSION) {
            return unreadable("it is no packet of version " + PacketContent.VERSION);
        }
        if (!PacketText.isCanonical(root, json)) {
            return unreadable("it is not in the one form of its content");
        }
        try {
            String note = root.path("checkpoint").asText();
            Checkpoint checkpoint = trusted.verified(note, root.path("tenant").asText());
            VerifyingKey signer = trusted.signerOf(note);
            Seal seal = Seal.verified(root.path(PacketText.SEAL).asText(), signer);
            return verify(root, checkpoint, signer, seal);
        } catch (ZentraException invalid) {
            return unreadable(invalid.reason());
        }
    }

    /**
     * Checks a packet against a later one of the same transfer: whatever the later one shows up to the size that the
     * packet speaks of, the packet must show too.
     */
    public PacketVerdict verify(AuditPacket packet, AuditPacket later) {
        PacketVerdict verdict = verify(packet);
        PacketVerdict witness = verify(later);
        if (!verdict.isVerified() || !witness.isVerified()) {
            return verdict.isVerified() ? witness : verdict;
        }
        List<String> faults = new ArrayList<>();
        if (!witness.transferId().equals(verdict.transferId()) || witness.journalSize() < verdict.journalSize()) {
            faults.add("the other packet is not a later one of transfer " + verdict.transferId());
        }
        Set<Long> shown = sequences(packet);
        for (long seq : sequences(later)) {
            if (seq <= verdict.journalSize() && !shown.contains(seq)) {
                faults.add("event " + seq + " is left out");
            }
        }
        return new PacketVerdict(
                faults, verdict.transferId(), verdict.status(), verdict.events(), verdict.journalSize());
    }

    /** The sequences of a verified packet's events, in order. */
    private static Set<Long> sequences(AuditPacket packet) {
        Set<Long> sequences = new LinkedHashSet<>();
        try {
            for (JsonNode each : JSON.readTree(packet.json()).path("events")) {
                byte[] event = each.path("event").asText().getBytes(StandardCharsets.UTF_8);
                sequences.add(Event.parse(event).seq());
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("a verified packet is JSON", impossible);
        }
        return sequences;
    }

    private PacketVerdict verify(JsonNode root, Checkpoint checkpoint, VerifyingKey signer, Seal seal) {
        List<String> faults = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (JsonNode each : root.path("events")) {
            try {
                events.add(proven(each, checkpoint));
            } catch (ZentraException | IllegalArgumentException invalid) {
                faults.add("event number " + (events.size() + 1) + ": "
                        + (invalid instanceof ZentraException e ? e.reason() : "its path is not base 64"));
                return new PacketVerdict(faults, "", "", events.size(), checkpoint.size());
            }
        }
        PacketContent content = new PacketContent(root, events);
        if (!seal.origin().equals(checkpoint.origin())
                || !seal.subject().equals(content.transferId())
                || !seal.covers(PacketText.sealed(root))) {
            faults.add("the packet is not the one that was sealed for " + seal.subject() + " of " + seal.origin());
        }
        if (!root.path("public_key").asText().equals(signer.toString())) {
            faults.add("the packet names another key than that which signed");
        }
        faults.addAll(content.faults());
        return new PacketVerdict(faults, content.transferId(), content.status(), events.size(), checkpoint.size());
    }

    private static Event proven(JsonNode each, Checkpoint checkpoint) {
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

    private static PacketVerdict unreadable(String fault) {
        return new PacketVerdict(List.of(fault), "", "", 0, 0);
    }
}
