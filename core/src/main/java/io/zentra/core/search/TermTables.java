package io.zentra.core.search;

import static io.zentra.core.storage.Column.integer;

import io.zentra.core.storage.RowType;
import java.util.List;
import java.util.function.Function;

/**
 * The two tables of an index.
 *
 * @param term what is found by which terms
 * @param position how far the terms are filled
 */
record TermTables(RowType<TermRow, TermRow> term, RowType<Long, PositionRow> position) {
    static TermTables of(String name) {
        return new TermTables(
                RowType.of("zentra_" + name + "_term", Function.<TermRow>identity())
                        .key(
                                List.of(integer("term"), integer("seq")),
                                (key, out) -> out.integer(key.term()).integer(key.seq()))
                        .read(in -> new TermRow(in.integer(), in.integer())),
                RowType.of("zentra_" + name + "_position", PositionRow::no)
                        .key(List.of(integer("no")), (key, out) -> out.integer(key))
                        .values(List.of(integer("seq")), (row, out) -> out.integer(row.seq()))
                        .read(in -> new PositionRow(in.integer(), in.integer())));
    }

    /** A term and the event of what it leads to. */
    record TermRow(long term, long seq) {}

    /** The row of number 0 tells the last event whose terms are there. */
    record PositionRow(long no, long seq) {
        static final long NO = 0;

        /**
         * The row of this number is there only when events had been archived before the index was there: up to its sequence
         * nothing has terms.
         */
        static final long FLOOR = 1;

        static PositionRow at(long seq) {
            return new PositionRow(NO, seq);
        }

        static PositionRow floor(long seq) {
            return new PositionRow(FLOOR, seq);
        }
    }
}
