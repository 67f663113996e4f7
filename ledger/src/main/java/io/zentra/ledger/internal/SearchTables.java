package io.zentra.ledger.internal;

import static io.zentra.core.storage.Column.integer;

import io.zentra.core.storage.RowType;
import java.util.List;
import java.util.function.Function;

/** The tables by which searches find postings, filled behind the writer. */
final class SearchTables {
    /** Postings by what they can be found by. */
    static final RowType<TermRow, TermRow> TERM = RowType.of("zentra_search_term", Function.<TermRow>identity())
            .key(
                    List.of(integer("term"), integer("seq")),
                    (key, out) -> out.integer(key.term()).integer(key.seq()))
            .read(in -> new TermRow(in.integer(), in.integer()));

    /** How far the terms are filled. */
    static final RowType<Long, PositionRow> POSITION = RowType.of("zentra_search_position", PositionRow::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(List.of(integer("seq")), (row, out) -> out.integer(row.seq()))
            .read(in -> new PositionRow(in.integer(), in.integer()));

    private SearchTables() {}

    /** A term and the event of a posting that it leads to. */
    record TermRow(long term, long seq) {}

    /** The one row, number 0, that tells the last event whose terms are there. */
    record PositionRow(long no, long seq) {
        static final long NO = 0;

        static PositionRow at(long seq) {
            return new PositionRow(NO, seq);
        }
    }
}
