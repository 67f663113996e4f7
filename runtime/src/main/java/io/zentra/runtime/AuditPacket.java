package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.runtime.internal.evidence.PacketRedaction;
import io.zentra.runtime.internal.evidence.PacketText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * The evidence of one transfer, intent or order: its events as they are stored, each with the proof that it is in the
 * journal, what is kept beside them of callbacks, notes and deliveries, and a signed checkpoint. JSON in UTF-8, to be kept
 * or sent, and checked by {@link PacketVerifier} without a database. Immutable.
 *
 * <pre>{@code
 * AuditPacket packet = acme.evidence().packet(transfer.id());
 * packet.redacted(PacketPart.CALLBACKS).writeTo(Path.of("packet.json"));
 * }</pre>
 */
public final class AuditPacket {
    private final String correlation;
    private final byte[] json;

    /**
     * A packet of these bytes, not yet checked.
     *
     * @param correlation the id of what it is said to be about
     * @param json the bytes, of which a copy is kept
     */
    public AuditPacket(String correlation, byte[] json) {
        this.correlation = correlation;
        this.json = json.clone();
    }

    /** The id of the transfer, intent or order that it is about. */
    public String correlation() {
        return correlation;
    }

    /** A copy of the bytes. */
    public byte[] json() {
        return json.clone();
    }

    /**
     * The same without what these parts hold; all else is proven as before.
     *
     * @throws ZentraException {@code unknown_format} when the bytes are no packet
     */
    public AuditPacket redacted(PacketPart... parts) {
        return new AuditPacket(correlation, PacketRedaction.redacted(json, Set.of(parts)));
    }

    /**
     * Writes the bytes to a file, over what is there, and returns it.
     *
     * @throws ZentraException {@code file_failed} when the file cannot be written
     */
    public Path writeTo(Path file) {
        try {
            return Files.write(file, json);
        } catch (IOException e) {
            throw ZentraException.of(
                            ErrorCode.FILE_FAILED,
                            "the packet cannot be written to " + file + ": see to its folder and rights",
                            e)
                    .with("file", file);
        }
    }

    /** The JSON Schema, draft 2020-12, of packets and of the lines of exports. */
    public static String schema() {
        try (InputStream in = AuditPacket.class.getResourceAsStream(PacketText.SCHEMA)) {
            return new String(Objects.requireNonNull(in, PacketText.SCHEMA).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
