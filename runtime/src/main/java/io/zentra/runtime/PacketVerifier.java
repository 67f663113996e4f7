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
import io.zentra.core.journal.TrustedKeys;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.runtime.internal.PacketContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks packets with nothing but the signer's public key, or keys when it changed: the checkpoint's signature, the inclusion of every event, and
 * that the packet's summary is what the events tell. Thread-safe.
 *
 * <pre>{@code
 * PacketVerifier.trusting(VerifyingKey.parse("acme-ledger+…")).verify(packet).orElseThrow();
 * }</pre>
 *
 * <p>What it cannot tell: events of the transfer that came after the checkpoint, or that the holder left out without
 * breaking the story that the others tell.
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

    /** Checks a packet. */
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
        if (!PacketContent.isCanonical(root, json)) {
            return unreadable("it is not in the one form of its content");
        }
        try {
            String note = root.path("checkpoint").asText();
            Checkpoint checkpoint = trusted.verified(note, root.path("tenant").asText());
            return verify(root, checkpoint, trusted.signerOf(note));
        } catch (ZentraException invalid) {
            return unreadable(invalid.reason());
        }
    }

    private PacketVerdict verify(JsonNode root, Checkpoint checkpoint, VerifyingKey signer) {
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
