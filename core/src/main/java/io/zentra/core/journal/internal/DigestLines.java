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
    static final int MAX_NOTE = 4_096;

    private static final int BUFFER = 8_192;

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
        private final byte[] buffer = new byte[BUFFER];
        private int at;
        private int end;

        /** A reader of a stream, of which it takes more than it gives; it is not closed here. */
        Reader(InputStream in) {
            this.in = in;
        }

        /**
         * The next line, not yet in the digest; null behind the last.
         *
         * @throws IllegalArgumentException for one that has no end, or is longer than {@link #MAX_LENGTH}
         */
        byte @Nullable [] next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (at < end || fill()) {
                int feed = at;
                while (feed < end && buffer[feed] != '\n') {
                    feed++;
                }
                take(feed, line, MAX_LENGTH, "a line");
                if (feed < end) {
                    at++;
                    return line.toByteArray();
                }
            }
            if (line.size() > 0) {
                throw new IllegalArgumentException("a line has no end");
            }
            return null;
        }

        /**
         * All that is left, a signed note.
         *
         * @throws IllegalArgumentException when it is too long for one
         */
        String note() throws IOException {
            ByteArrayOutputStream note = new ByteArrayOutputStream();
            while (at < end || fill()) {
                take(end, note, MAX_NOTE, "its signed note");
            }
            return note.toString(StandardCharsets.UTF_8);
        }

        private boolean fill() throws IOException {
            at = 0;
            end = Math.max(in.read(buffer), 0);
            return end > 0;
        }

        private void take(int upTo, ByteArrayOutputStream into, int most, String what) {
            if (into.size() + upTo - at > most) {
                throw new IllegalArgumentException(what + " has no end");
            }
            into.write(buffer, at, upTo - at);
            at = upTo;
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
