package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.ledger.internal.SearchTables.PositionRow;
import io.zentra.ledger.internal.SearchTables.TermRow;
import java.util.List;

/**
 * Adds the terms of some events, unless others were faster, and answers how far the terms are filled then. They follow from
 * history without being part of it, so no event tells of them.
 *
 * @param from the last event whose terms were there when these were made
 * @param to the last event that they are of
 * @param terms all terms of the events between
 */
record FillSearch(long from, long to, List<TermRow> terms) implements Command<Long> {
    @Override
    public Operation operation() {
        return Operations.FILL_SEARCH;
    }

    @Override
    public void reads(Reads reads) {
        reads.need(SearchTables.POSITION, PositionRow.NO);
    }

    @Override
    public Long decide(UnitOfWork work) {
        PositionRow position = work.get(SearchTables.POSITION, PositionRow.NO);
        long reached = position == null ? 0 : position.seq();
        if (reached != from) {
            return reached;
        }
        terms.forEach(term -> work.append(SearchTables.TERM, term));
        work.put(SearchTables.POSITION, PositionRow.at(to));
        return to;
    }
}
