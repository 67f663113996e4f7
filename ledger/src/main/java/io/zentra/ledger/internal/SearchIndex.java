package io.zentra.ledger.internal;

import io.zentra.core.Handle;
import io.zentra.core.journal.Event;
import io.zentra.ledger.internal.SearchTables.PositionRow;
import io.zentra.ledger.internal.SearchTables.TermRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fills the terms of searches from the journal, some events at a time, each time a short commit of the tenant's. */
public final class SearchIndex {
    private static final int MAX_EVENTS_AT_ONCE = 256;
    private static final int ENOUGH_TERMS = 4_096;

    private final Handle handle;

    /** The terms of the handle's tenant. */
    public SearchIndex(Handle handle) {
        this.handle = handle;
    }

    /** The last event whose terms are there. */
    public long position() {
        return handle.queries()
                .first(SearchTables.POSITION, handle.tenantNo(), "no = :no", Map.of("no", PositionRow.NO))
                .map(PositionRow::seq)
                .orElse(0L);
    }

    /** Takes the events that the journal has now, no more than so many or a step more, and answers how many were taken. */
    public long fill(long maxEvents) {
        long end = handle.journal().size();
        long begin = position();
        long reached = begin;
        while (reached < end && reached - begin < maxEvents) {
            reached = step(reached);
        }
        return reached - begin;
    }

    private long step(long from) {
        List<TermRow> terms = new ArrayList<>();
        long to = from;
        for (Event event : handle.journal().after(from, MAX_EVENTS_AT_ONCE)) {
            to = event.seq();
            if (event.type().equals(PostingText.POSTED)) {
                SearchTerms.of(PostingText.read(event)).forEach(term -> terms.add(new TermRow(term, event.seq())));
            }
            if (terms.size() >= ENOUGH_TERMS) {
                break;
            }
        }
        return handle.ownCommits().run(handle.access(), new FillSearch(from, to, terms));
    }
}
