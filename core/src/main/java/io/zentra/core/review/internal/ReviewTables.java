package io.zentra.core.review.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.review.ReviewStatus;
import io.zentra.core.storage.RowType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of review cases. */
public final class ReviewTables {
    /** Lanes by their names. */
    public static final RowType<String, LaneRow> LANE = RowType.of("zentra_review_lane", LaneRow::name)
            .key(List.of(text("name")), (key, out) -> out.text(key))
            .values(
                    List.of(integer("first_event"), integer("last_event"), integer("turn")),
                    (row, out) -> out.integer(row.firstEvent())
                            .integer(row.lastEvent())
                            .integer(row.turn()))
            .read(in -> new LaneRow(in.text(), in.integer(), in.integer(), Math.toIntExact(in.integer())));

    /** Cases by their numbers. */
    public static final RowType<Long, CaseRow> CASE = RowType.of("zentra_review_case", CaseRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(text("lane"), text("subject"), text("status"), text("owner"), integer("last_event")),
                    (row, out) -> out.text(row.lane())
                            .text(row.subject())
                            .text(row.status().code())
                            .text(row.owner())
                            .integer(row.lastEvent()))
            .read(in -> new CaseRow(
                    in.integer(), in.text(), in.text(), ReviewStatus.of(in.text()), in.textOrNull(), in.integer()));

    /** Texts of notes by case and event. */
    public static final RowType<NoteKey, NoteRow> NOTE = RowType.of("zentra_review_note", NoteRow::key)
            .key(
                    List.of(integer("review"), integer("seq")),
                    (key, out) -> out.integer(key.review()).integer(key.seq()))
            .values(
                    List.of(text("salt"), text("note")),
                    (row, out) -> out.text(row.salt()).text(row.note()))
            .read(in -> new NoteRow(new NoteKey(in.integer(), in.integer()), in.textOrNull(), in.textOrNull()));

    private ReviewTables() {}

    /** A lane: the events that set it first and last, and whose turn it is. */
    public record LaneRow(String name, long firstEvent, long lastEvent, int turn) {
        /** The same with another turn. */
        LaneRow at(int other) {
            return new LaneRow(name, firstEvent, lastEvent, other);
        }
    }

    /** What a case is found by, and its last event. */
    public record CaseRow(
            long no,
            String lane,
            String subject,
            ReviewStatus status,
            @Nullable String owner,
            long lastEvent) {}

    /** The place of a note. */
    public record NoteKey(long review, long seq) {}

    /** A note's text, and what its event's digest was salted with; both null when they were erased. */
    public record NoteRow(
            NoteKey key, @Nullable String salt, @Nullable String note) {}
}
