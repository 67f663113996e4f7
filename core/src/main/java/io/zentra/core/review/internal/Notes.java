package io.zentra.core.review.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Sha256;
import io.zentra.core.journal.UnicodeText;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.internal.ReviewTables.NoteKey;
import io.zentra.core.review.internal.ReviewTables.NoteRow;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes on cases. Their texts may speak of people, so events keep only a digest of a random salt and the text; both lie
 * beside the journal, and with the salt goes all that a guess at the text could be checked by.
 */
public final class Notes {
    /** The most characters of a note. */
    public static final int MAX_TEXT = 4_000;

    private static final String COMMITMENT = "commitment";
    private static final String NOTE = "note";

    private Notes() {}

    /**
     * Returns the text of a note when it is one.
     *
     * @throws ZentraException {@code invalid_note}
     */
    public static String requireText(String text) {
        if (text.isBlank() || text.length() > MAX_TEXT || !UnicodeText.isValid(text)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_NOTE,
                    "a note of " + text.length() + " characters cannot be kept: write 1 to " + MAX_TEXT
                            + " characters without U+0000 and lone surrogates",
                    Map.of("length", String.valueOf(text.length())));
        }
        return text;
    }

    /** 128 random bits in hexadecimal digits. */
    public static String salt(RandomSource random) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    /** What an event keeps of a text. */
    public static String commitment(String salt, String text) {
        return Sha256.hex((salt + text).getBytes(StandardCharsets.UTF_8));
    }

    /** What an event that records a note keeps of its text. */
    public static @Nullable String commitment(Event event) {
        return event.body().path(COMMITMENT).textValue();
    }

    /** Whether an event records a note. */
    public static boolean isNote(Event event) {
        return event.type().equals(CaseText.NOTED);
    }

    /** Whether an event tells that the text of a note was erased. */
    public static boolean isErasure(Event event) {
        return event.type().equals(CaseText.NOTE_ERASED);
    }

    /** The note that an event of erasure speaks of. */
    public static long erased(Event event) {
        return event.body().path(NOTE).longValue();
    }

    /** The place of a note on a case. */
    public static NoteKey key(String caseId, long seq) {
        return new NoteKey(EntityId.parse(Cases.PREFIX, caseId).orElseThrow().seq(), seq);
    }

    /** Notes something on a case, whatever its status. Its request leaves the text out, which must not be guessed from it. */
    public record Add(String id, String text, String salt, IdempotencyKey key) implements Command.Keyed<Long> {
        @Override
        public Operation operation() {
            return Operations.NOTE;
        }

        @Override
        public void request(CanonicalJson json) {
            json.beginObject().member("case", id).endObject();
        }

        @Override
        public void reads(Reads reads) {
            Cases.need(reads, id);
        }

        @Override
        public Long decide(UnitOfWork work) {
            ReviewCase state = Cases.require(work, id);
            long seq = work.nextSeq();
            work.append(ReviewTables.NOTE, new NoteRow(Notes.key(id, seq), salt, text));
            return work.record(new UnitOfWork.Draft(
                    CaseText.NOTED,
                    id,
                    state.origin().correlation(),
                    json -> json.beginObject()
                            .member(COMMITMENT, commitment(salt, text))
                            .endObject()));
        }

        @Override
        public Belonging belonging(UnitOfWork work) {
            return Cases.belonging(work, id);
        }

        @Override
        public Long replayed(Event first) {
            return first.seq();
        }

        @Override
        public String toString() {
            return "a note on " + id;
        }
    }

    /** Erases the text of a note, and records that it did; once. */
    public record Erase(long seq) implements Command<Boolean> {
        @Override
        public Operation operation() {
            return Operations.ERASE;
        }

        @Override
        public void reads(Reads reads) {
            Event note = reads.needEvent(seq);
            if (note != null && note.type().equals(CaseText.NOTED)) {
                reads.need(ReviewTables.NOTE, Notes.key(note.subject().orElseThrow(), seq));
                note.correlation().ifPresent(reads::needCorrelation);
            }
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            Event note = work.event(seq);
            if (note == null || !note.type().equals(CaseText.NOTED)) {
                throw ZentraException.of(
                        ErrorCode.UNKNOWN_NOTE,
                        "event " + seq + " records no note: use the sequence of a review.noted",
                        Map.of("seq", String.valueOf(seq)));
            }
            String id = note.subject().orElseThrow();
            NoteKey key = Notes.key(id, seq);
            NoteRow row = work.get(ReviewTables.NOTE, key);
            if (row == null || row.note() == null) {
                return false;
            }
            work.put(ReviewTables.NOTE, new NoteRow(key, null, null));
            work.record(new UnitOfWork.Draft(
                    CaseText.NOTE_ERASED,
                    id,
                    note.correlation().orElse(null),
                    json -> json.beginObject().member(NOTE, seq).endObject()));
            return true;
        }
    }
}
