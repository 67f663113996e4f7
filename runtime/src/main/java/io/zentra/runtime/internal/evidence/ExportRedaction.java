package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.runtime.PacketPart;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/** Takes out of the packets of an export what may be withheld, line by line. */
public final class ExportRedaction {
    private ExportRedaction() {}

    /**
     * Writes an export without these parts.
     *
     * @throws ZentraException {@code unknown_format} for a line that is none of an export's
     */
    @SuppressWarnings("resource") // the stream is the caller's
    public static void redact(InputStream in, OutputStream to, Set<PacketPart> parts) throws IOException {
        ExportLines.Reader lines = new ExportLines.Reader(in);
        OutputStream out = new BufferedOutputStream(to);
        for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
            ObjectNode line = PacketText.read(bytes);
            if (line == null) {
                throw ZentraException.of(
                        ErrorCode.UNKNOWN_FORMAT,
                        "line " + lines.number() + " is none of an export's: give the bytes as they came");
            }
            if (PacketCheck.isPacket(line)) {
                PacketRedaction.redact(line, parts);
            }
            out.write(PacketText.bytes(line));
            out.write('\n');
        }
        out.flush();
    }
}
