package io.zentra.core.review.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.review.internal.ReviewTables.NoteKey;
import io.zentra.core.review.internal.ReviewTables.NoteRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts of notes compared with what events keep of them; what was erased must be gone. */
final class NoteComparison {
    private static final int PAGE = 1_000;

    private static final String ERASED = "";

    private final Map<NoteKey, String> commitments = new HashMap<>();

    /** Takes an event that records a note, or that one was erased. */
    void apply(Event event, boolean isKnown, StateComparison stored) {
        if (!isKnown) {
            stored.fault("event " + event.seq() + " speaks of a note on an unknown review case");
            return;
        }
        String id = event.subject().orElseThrow();
        if (event.type().equals(CaseText.NOTED)) {
            commitments.put(Notes.key(id, event.seq()), String.valueOf(Notes.commitment(event)));
        } else if (commitments.replace(Notes.key(id, Notes.erased(event)), ERASED) == null) {
            stored.fault("event " + event.seq() + " erases a note that is not there");
        }
    }

    /** Compares all, in the order of the key. */
    void compare(StateComparison stored) {
        NoteKey last = new NoteKey(Long.MIN_VALUE, Long.MIN_VALUE);
        List<NoteRow> page;
        do {
            page = stored.list(
                    ReviewTables.NOTE,
                    "review >= :review and (review > :review or seq > :seq) order by review, seq",
                    Map.of("review", last.review(), "seq", last.seq()),
                    PAGE);
            for (NoteRow row : page) {
                last = row.key();
                String expected = commitments.remove(last);
                if (expected == null) {
                    stored.fault("the note of event " + last.seq() + " comes from no event");
                } else if (!expected.equals(kept(row))) {
                    stored.fault("the note of event " + last.seq() + " is not what was noted, or should be erased");
                }
            }
        } while (!page.isEmpty());
        commitments.keySet().forEach(missing -> stored.fault("the note of event " + missing.seq() + " is missing"));
    }

    private static String kept(NoteRow row) {
        if (row.salt() == null && row.note() == null) {
            return ERASED;
        }
        return Notes.commitment(String.valueOf(row.salt()), String.valueOf(row.note()));
    }
}
