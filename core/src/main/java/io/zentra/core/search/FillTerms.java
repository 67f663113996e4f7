package io.zentra.core.search;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.search.TermTables.PositionRow;
import io.zentra.core.search.TermTables.TermRow;
import java.util.List;

/**
 * Adds the terms of some events, unless others were faster, and answers how far the terms are filled then. They follow from
 * history without being part of it, so no event tells of them.
 *
 * @param operation what the index calls its filling
 * @param tables of the index
 * @param batch what is added
 */
record FillTerms(Operation operation, TermTables tables, Batch batch) implements Command<Long> {
    /**
     * Terms of consecutive events.
     *
     * @param from the last event whose terms were there when these were made
     * @param to the last event that they are of
     * @param terms all terms of the events between
     * @param floor up to where nothing has terms, where that is found out with these events; 0 otherwise
     */
    record Batch(long from, long to, List<TermRow> terms, long floor) {}

    @Override
    public void reads(Reads reads) {
        reads.need(tables.position(), PositionRow.NO);
        if (batch.floor() > 0) {
            reads.need(tables.position(), PositionRow.FLOOR);
        }
    }

    @Override
    public Long decide(UnitOfWork work) {
        PositionRow position = work.get(tables.position(), PositionRow.NO);
        long reached = position == null ? 0 : position.seq();
        if (reached != batch.from()) {
            return reached;
        }
        batch.terms().forEach(term -> work.append(tables.term(), term));
        if (batch.floor() > 0) {
            work.put(tables.position(), PositionRow.floor(batch.floor()));
        }
        work.put(tables.position(), PositionRow.at(batch.to()));
        return batch.to();
    }
}
