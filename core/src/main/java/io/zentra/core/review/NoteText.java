package io.zentra.core.review;

import io.zentra.core.journal.Event;
import io.zentra.core.review.internal.Notes;
import io.zentra.core.review.internal.ReviewTables;
import io.zentra.core.review.internal.ReviewTables.NoteKey;
import io.zentra.core.storage.Queries;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The words of a note with what their commitment was salted with: together they prove that these are the words of which an
 * event {@code review.noted} tells. For modules that show evidence. Immutable.
 *
 * <pre>{@code
 * NoteText.of(queries, tenantNo, event).filter(text -> text.isToldBy(event));
 * }</pre>
 *
 * @param salt 128 random bits in hexadecimal digits
 * @param text the words
 */
public record NoteText(String salt, String text) {
    /** Whether an event records a note. */
    public static boolean isNote(Event event) {
        return Notes.isNote(event);
    }

    /** The note whose text an event tells to be erased, by the sequence of the event that records it. */
    public static OptionalLong erasedBy(Event event) {
        return Notes.isErasure(event) ? OptionalLong.of(Notes.erased(event)) : OptionalLong.empty();
    }

    /** What is kept of the note of an event; empty when its text was erased. */
    public static Optional<NoteText> of(Queries queries, int tenantNo, Event noted) {
        NoteKey key = Notes.key(noted.subject().orElseThrow(), noted.seq());
        return queries.first(
                        ReviewTables.NOTE,
                        tenantNo,
                        "review = :review and seq = :seq",
                        Map.of("review", key.review(), "seq", key.seq()))
                .flatMap(row -> row.salt() == null || row.note() == null
                        ? Optional.empty()
                        : Optional.of(new NoteText(row.salt(), row.note())));
    }

    /** Whether an event commits to this text under this salt. */
    public boolean isToldBy(Event noted) {
        return Notes.commitment(salt, text).equals(Notes.commitment(noted));
    }

    /** Nothing of what was written. */
    @Override
    public String toString() {
        return "NoteText[" + text.length() + " characters]";
    }
}
