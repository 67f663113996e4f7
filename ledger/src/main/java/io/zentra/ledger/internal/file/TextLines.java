package io.zentra.ledger.internal.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a text in UTF-8, of which none is held that is longer than a limit. */
final class TextLines {
    /** The most bytes of a line. */
    static final int MAX_BYTES = 4 << 20;

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private long number;

    TextLines(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /**
     * A line.
     *
     * @param text without its end; null when it is longer than the limit or no UTF-8
     */
    record Text(long number, @Nullable String text) {}

    /** The next line; null at the end. */
    @Nullable
    Text next() throws IOException {
        int next = in.read();
        if (next < 0) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (bytes.size() < MAX_BYTES) {
                bytes.write(next);
            } else {
                tooLong = true;
            }
        }
        number++;
        return new Text(number, tooLong ? null : decoded(bytes.toByteArray()));
    }

    long number() {
        return number;
    }

    private static @Nullable String decoded(byte[] bytes) {
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException noUtf8) {
            return null;
        }
    }
}
