package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The evidence of one transfer: its events as they are stored, each with the proof that it is in the journal, and a signed
 * checkpoint. JSON in UTF-8, to be kept or sent, and checked by {@link PacketVerifier} without a database. Immutable.
 */
public final class AuditPacket {
    private final String transferId;
    private final byte[] json;

    /**
     * A packet of these bytes, not yet checked.
     *
     * @param transferId the transfer that it is said to be about
     * @param json the bytes, of which a copy is kept
     */
    public AuditPacket(String transferId, byte[] json) {
        this.transferId = transferId;
        this.json = json.clone();
    }

    /** The transfer that it is about. */
    public String transferId() {
        return transferId;
    }

    /** A copy of the bytes. */
    public byte[] json() {
        return json.clone();
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
}
