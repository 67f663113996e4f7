package io.zentra.core.journal.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.HashChain;
import io.zentra.core.journal.StoredJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of an archive, read line by line: a header, the events as they were stored, the end with chain and root, and
 * behind what the digest covers a signed checkpoint of as many events. The chain and the tree are followed as it is read,
 * so that a whole file is known to be consistent in itself. Closing it closes the stream.
 */
public final class ArchiveLines implements AutoCloseable {
    static final String FORMAT = "zentra.archive";
    static final int VERSION = 1;

    private static final HexFormat HEX = HexFormat.of();

    private final InputStream in;
    private final DigestLines.Reader lines;
    private final Header header;
    private final HashChain hashes = new HashChain();
    private final MerkleFrontier tree = new MerkleFrontier(tile -> {});
    private byte[] chain;
    private long seq;
    private @Nullable String sha256;
    private @Nullable String note;

    /**
     * What the first line says.
     *
     * @param tenant the tenant's id
     * @param first the first event
     * @param last the last event
     */
    public record Header(String tenant, long first, long last) {}

    /**
     * Reads the header.
     *
     * @throws ZentraException {@code archive_damaged} when it is no archive
     */
    public ArchiveLines(InputStream in) throws IOException {
        this.in = in;
        this.lines = new DigestLines.Reader(in);
        JsonNode line = json(required());
        try {
            if (!line.path("format").asText().equals(FORMAT) || line.path("v").asInt() != VERSION) {
                throw damaged("it is no archive of version " + VERSION);
            }
            header = new Header(
                    line.path("tenant").asText(),
                    line.path("first").longValue(),
                    line.path("last").longValue());
            chain = HEX.parseHex(line.path("chain").asText());
            seq = header.first() - 1;
            List<byte[]> edge = new ArrayList<>();
            line.path("edge").forEach(hash -> edge.add(HEX.parseHex(hash.asText())));
            tree.resume(MerkleFrontier.State.withoutTiles(seq, edge));
        } catch (IllegalArgumentException malformed) {
            throw damaged("its header is malformed");
        }
    }

    /** The first line's content. */
    public Header header() {
        return header;
    }

    /** The sequence of the event that was read last. */
    public long seq() {
        return seq;
    }

    /**
     * The bytes of the next event; null behind the last, once the end is read and found right.
     *
     * @throws ZentraException {@code archive_damaged} when the file contradicts itself
     */
    public byte @Nullable [] next() throws IOException {
        if (seq == header.last()) {
            if (sha256 == null) {
                readEnd();
            }
            return null;
        }
        byte[] event = required();
        seq++;
        chain = hashes.next(chain, event);
        tree.add(event);
        return event;
    }

    /** Reads up to before an event, and what it skips is followed as all else. */
    public void skipTo(long before) throws IOException {
        while (seq < before && next() != null) {
            // each line is taken into the digest, the chain and the tree
        }
    }

    /** The digest of the lines up to the end, in hexadecimal digits; once {@link #next} gave null. */
    public String sha256() {
        return read(sha256);
    }

    /** The signed checkpoint behind the end; once {@link #next} gave null. */
    public String note() {
        return read(note);
    }

    /** The chain's value after the event that was read last. */
    public byte[] chain() {
        return chain;
    }

    /** The Merkle root of all events up to the one that was read last. */
    public byte[] root() {
        return tree.root();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void readEnd() throws IOException {
        byte[] line = required();
        if (!Arrays.equals(line, end(chain, tree.root()))) {
            throw damaged("its events do not lead to its end");
        }
        note = signed();
        sha256 = HEX.formatHex(lines.digest());
    }

    private byte[] required() throws IOException {
        byte[] line = line();
        if (line == null) {
            throw damaged("it ends too early");
        }
        lines.add(line);
        return line;
    }

    private byte @Nullable [] line() throws IOException {
        try {
            return lines.next();
        } catch (IllegalArgumentException malformed) {
            throw damaged("its last line has no end");
        }
    }

    private String signed() throws IOException {
        try {
            return lines.note();
        } catch (IllegalArgumentException malformed) {
            throw damaged(String.valueOf(malformed.getMessage()));
        }
    }

    private static JsonNode json(byte[] line) {
        try {
            return StoredJson.tree(line);
        } catch (IOException notJson) {
            throw damaged("its header is not JSON");
        }
    }

    private static <T> T read(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the archive was not read to its end");
        }
        return value;
    }

    static byte[] header(String tenant, long first, long last, byte[] chain, List<byte[]> edge) {
        return CanonicalJson.bytes(json -> {
            json.beginObject()
                    .member("chain", HEX.formatHex(chain))
                    .name("edge")
                    .beginArray();
            edge.forEach(hash -> json.value(HEX.formatHex(hash)));
            json.endArray().member("first", first).member("format", FORMAT).member("last", last);
            json.member("tenant", tenant).member("v", VERSION).endObject();
        });
    }

    static byte[] end(byte[] chain, byte[] root) {
        return CanonicalJson.bytes(json -> json.beginObject()
                .member("chain", HEX.formatHex(chain))
                .member("root", HEX.formatHex(root))
                .endObject());
    }

    static ZentraException damaged(String why) {
        return ZentraException.of(ErrorCode.ARCHIVE_DAMAGED, "the archive cannot be used: " + why);
    }
}
