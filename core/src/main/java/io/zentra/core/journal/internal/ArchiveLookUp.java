package io.zentra.core.journal.internal;

import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Vault;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events of archives in any order. Of an archive it knows where each {@value #STEP}th event stands as far as it has read:
 * so it reads none twice to learn that, and then up to {@value #STEP} for each event that is asked for. Whoever asks in
 * order reads on. What it gives is not compared with anything. Not thread-safe.
 */
final class ArchiveLookUp implements AutoCloseable {
    /** From one known place to the next, in events. */
    static final int STEP = 256;

    private final Vault vault;
    private final Map<ArchivedRange, Places> places = new HashMap<>();
    private @Nullable Open open;

    ArchiveLookUp(Vault vault) {
        this.vault = vault;
    }

    /**
     * The line of an event.
     *
     * @throws io.zentra.core.error.ZentraException {@code archive_damaged}
     */
    byte[] event(ArchivedRange range, long seq) throws IOException {
        Open at = open;
        if (at == null || !at.range.equals(range) || at.next > seq || at.next < seq - STEP) {
            close();
            at = open(range, seq);
            open = at;
        }
        byte[] line = at.line();
        while (at.next <= seq) {
            line = at.line();
        }
        return line;
    }

    private Open open(ArchivedRange range, long seq) throws IOException {
        InputStream in = vault.open(range.name()).orElseThrow(() -> ArchiveLines.damaged("it is missing"));
        try {
            Open at =
                    new Open(range, places.computeIfAbsent(range, unread -> new Places()), new BufferedInputStream(in));
            at.skipTo(seq);
            return at;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.in.close();
            open = null;
        }
    }

    /** Where events stand in the file of an archive: the first, and each {@value #STEP}th behind it. */
    private static final class Places {
        private long[] offsets = new long[16];
        private int known;

        /** Grows with what is read: how long the archive is said to be is not believed. */
        void add(int index, long offset) {
            if (index == known) {
                offsets = known == offsets.length ? Arrays.copyOf(offsets, 2 * known) : offsets;
                offsets[known] = offset;
                known++;
            }
        }
    }

    /** A file at the line of an event. */
    private static final class Open {
        private final ArchivedRange range;
        private final Places places;
        private final InputStream in;
        private final DigestLines.Reader lines;
        private long next;
        private long offset;

        Open(ArchivedRange range, Places places, InputStream in) {
            this.range = range;
            this.places = places;
            this.in = in;
            this.lines = new DigestLines.Reader(in);
            this.next = range.first();
        }

        void skipTo(long seq) throws IOException {
            if (places.known == 0) {
                read(); // the header
                places.add(0, offset);
            }
            int index = (int) Math.min((seq - range.first()) / STEP, places.known - 1);
            try {
                in.skipNBytes(places.offsets[index] - offset);
            } catch (EOFException shorter) {
                throw ArchiveLines.damaged("it ends too early");
            }
            offset = places.offsets[index];
            next = range.first() + (long) index * STEP;
        }

        byte[] line() throws IOException {
            byte[] line = read();
            next++;
            long behind = next - range.first();
            if (behind % STEP == 0 && next <= range.last()) {
                places.add((int) (behind / STEP), offset);
            }
            return line;
        }

        private byte[] read() throws IOException {
            try {
                byte[] line = lines.next();
                if (line == null) {
                    throw ArchiveLines.damaged("it ends too early");
                }
                offset += line.length + 1L;
                return line;
            } catch (IllegalArgumentException malformed) {
                throw ArchiveLines.damaged("its last line has no end");
            }
        }
    }
}
