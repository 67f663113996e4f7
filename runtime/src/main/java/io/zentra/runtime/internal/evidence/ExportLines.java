package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Sha256;
import io.zentra.runtime.PacketVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an export: a header, then in the order of the period's events the packet of each transfer, intent or order
 * at its first event in the period, and each event that belongs to none, and the end. The digest covers what seals cover,
 * so that texts can be withheld.
 */
final class ExportLines {
    static final String FORMAT = "zentra.export";
    static final int VERSION = 1;
    static final String END = "end";

    private final MessageDigest digest = Sha256.begin();

    /** Takes a line that is not the end into the digest. */
    void add(JsonNode line) {
        digest.update(PacketCheck.isPacket(line) ? PacketText.sealed(line) : PacketText.bytes(line));
        digest.update((byte) '\n');
    }

    /** The digest of all lines in hexadecimal digits; the last call. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    static ObjectNode header(ExportPeriod period, Checkpoint checkpoint, String tenant, String publicKey) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("checkpoint", checkpoint.note())
                .put("first", period.first())
                .put("format", FORMAT)
                .put("from", period.from().toString())
                .put("last", period.last())
                .put("public_key", publicKey)
                .put("tenant", tenant)
                .put("to", period.to().toString())
                .put("v", VERSION);
    }

    /** The end without its seal, which covers the bytes of this. */
    static ObjectNode end(long packets, long events, String sha256) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject(END).put("events", events).put("packets", packets).put("sha256", sha256);
        return json;
    }

    /** What the seal at the end is about. */
    static String subject(long first, long last) {
        return "export:" + first + "-" + last;
    }

    /** Reads lines that end with a line feed, none longer than a packet may be. */
    static final class Reader {
        private static final int BUFFER = 1 << 16;

        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER];
        private int at;
        private int end;
        private long number;

        Reader(InputStream in) {
            this.in = in;
        }

        /** The number of the line that was read last, from 1. */
        long number() {
            return number;
        }

        /** The next line without its end; null behind the last. What has no end, or is too long, is an empty line. */
        byte @Nullable [] next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            number++;
            while (at < end || fill()) {
                int feed = at;
                while (feed < end && buffer[feed] != '\n') {
                    feed++;
                }
                if (line.size() + feed - at > PacketVerifier.MAX_BYTES) {
                    return new byte[0];
                }
                line.write(buffer, at, feed - at);
                at = feed;
                if (feed < end) {
                    at++;
                    return line.toByteArray();
                }
            }
            return line.size() == 0 ? null : new byte[0];
        }

        private boolean fill() throws IOException {
            at = 0;
            end = Math.max(in.read(buffer), 0);
            return end > 0;
        }
    }
}
