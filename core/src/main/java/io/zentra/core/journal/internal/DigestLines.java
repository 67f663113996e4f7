package io.zentra.core.journal.internal;

import io.zentra.core.journal.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Lines of bytes, each ended by a line feed, and the SHA-256 over them. Not thread-safe. */
final class DigestLines {
    /** The most bytes of a line. */
    static final int MAX_LENGTH = 1 << 26;

    /** The most bytes of a signed note. */
    private static final int MAX_NOTE = 4_096;

    private DigestLines() {}

    /** Writes lines. */
    static final class Writer {
        private final OutputStream out;
        private final MessageDigest digest = Sha256.begin();

        Writer(OutputStream out) {
            this.out = out;
        }

        void line(byte[] line) throws IOException {
            digest.update(line);
            digest.update((byte) '\n');
            out.write(line);
            out.write('\n');
        }

        /** The digest of all lines so far; the last call. */
        byte[] digest() {
            return digest.digest();
        }
    }

    /** Reads lines. */
    static final class Reader {
        private final InputStream in;
        private final MessageDigest digest = Sha256.begin();

        /** A reader of a stream that is buffered; it is not closed here. */
        Reader(InputStream in) {
            this.in = in;
        }

        /**
         * The next line, not yet in the digest; null behind the last.
         *
         * @throws IllegalArgumentException for one that has no end
         */
        byte @Nullable [] next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int read = in.read();
            if (read < 0) {
                return null;
            }
            while (read != '\n') {
                if (read < 0 || line.size() == MAX_LENGTH) {
                    throw new IllegalArgumentException("a line has no end");
                }
                line.write(read);
                read = in.read();
            }
            return line.toByteArray();
        }

        /**
         * All that is left, a signed note.
         *
         * @throws IllegalArgumentException when it is too long for one
         */
        String note() throws IOException {
            byte[] note = in.readNBytes(MAX_NOTE + 1);
            if (note.length > MAX_NOTE) {
                throw new IllegalArgumentException("its signed note has no end");
            }
            return new String(note, StandardCharsets.UTF_8);
        }

        /** Takes a line into the digest. */
        void add(byte[] line) {
            digest.update(line);
            digest.update((byte) '\n');
        }

        /** The digest of all lines that were added; the last call. */
        byte[] digest() {
            return digest.digest();
        }
    }
}
