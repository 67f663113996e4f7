package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.internal.ArchiveLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads an archive without any database: whoever has the file and the signer's public key knows that these are the events of
 * the tenant's journal, all of the range and unchanged. Immutable and thread-safe.
 *
 * <pre>{@code
 * try (InputStream in = Files.newInputStream(Path.of("tenant-1.1-65536.archive"))) {
 *     ArchiveFile.trusting(VerifyingKey.parse("acme-ledger+…")).read(in, event -> index(event));
 * }
 * }</pre>
 */
public final class ArchiveFile {
    private final TrustedKeys trusted;

    private ArchiveFile(TrustedKeys trusted) {
        this.trusted = trusted;
    }

    /** A reader that trusts these keys. */
    public static ArchiveFile trusting(VerifyingKey... keys) {
        return trusting(new TrustedKeys(List.of(keys)));
    }

    /** The same. */
    public static ArchiveFile trusting(TrustedKeys keys) {
        return new ArchiveFile(keys);
    }

    /**
     * What an archive holds.
     *
     * @param tenant the tenant's id
     * @param first the sequence of the first event
     * @param last the sequence of the last one
     * @param sha256 the digest that the event {@code journal.archived} names
     * @param checkpoint the signed checkpoint of the journal up to the last event
     */
    public record Content(String tenant, long first, long last, String sha256, Checkpoint checkpoint) {}

    /**
     * Reads all events and checks them: each as it comes against the one before, all of them against the checkpoint at the
     * end. What was taken before an exception is not proven.
     *
     * @param in buffered; it is read to its end and not closed
     * @param events takes each event, in order
     * @throws ZentraException {@code archive_damaged} when the file contradicts itself, {@code proof_invalid} when no
     *     trusted key has signed for it
     * @throws IOException when it cannot be read
     */
    @SuppressWarnings("resource") // the stream is the caller's
    public Content read(InputStream in, Consumer<Event> events) throws IOException {
        ArchiveLines lines = new ArchiveLines(in);
        ArchiveLines.Header header = lines.header();
        for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
            Event event = event(bytes);
            if (event.seq() != lines.seq() || !event.tenant().equals(header.tenant())) {
                throw damaged(
                        "event " + lines.seq() + " says that it is event " + event.seq() + " of " + event.tenant());
            }
            events.accept(event);
        }
        Checkpoint checkpoint = trusted.verified(lines.note(), header.tenant());
        if (checkpoint.size() != header.last() || !Arrays.equals(checkpoint.rootHash(), lines.root())) {
            throw damaged("its checkpoint is of another history");
        }
        return new Content(header.tenant(), header.first(), header.last(), lines.sha256(), checkpoint);
    }

    private static Event event(byte[] bytes) {
        try {
            return Event.parse(bytes);
        } catch (ZentraException unreadable) {
            throw damaged("an event in it is not readable");
        }
    }

    private static ZentraException damaged(String why) {
        return ZentraException.of(ErrorCode.ARCHIVE_DAMAGED, "the archive cannot be used: " + why);
    }
}
