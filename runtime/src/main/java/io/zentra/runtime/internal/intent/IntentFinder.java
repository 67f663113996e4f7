package io.zentra.runtime.internal.intent;

import io.zentra.core.Handle;
import io.zentra.core.search.CandidateWalk;
import io.zentra.core.search.Span;
import io.zentra.runtime.intent.Intent;
import io.zentra.runtime.intent.IntentPage;
import io.zentra.runtime.intent.IntentSearch;
import io.zentra.runtime.internal.search.PageSpan;
import io.zentra.runtime.internal.search.RequestTerms;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds intents page by page, in the order in which they were accepted, so that nothing that was there at the first page is
 * missed or given twice. No state is stored: each intent is read to learn its own, and a page reads only so many.
 */
public final class IntentFinder {
    private static final int MAX_READ = 256;

    private final Handle of;
    private final IntentReading reading;

    /** A finder that reads through a handle. */
    public IntentFinder(Handle of) {
        this.of = of;
        this.reading = new IntentReading(of);
    }

    /** A page; it ends before what lies in an archive, unless nothing stands before that. */
    public IntentPage page(IntentSearch search) {
        Span span = PageSpan.of(of.journal(), search.from(), search.to(), search.paging())
                .upTo(of.journal().size());
        int limit = search.paging().limit();
        CandidateWalk walk = new CandidateWalk(List.of(RequestTerms.intents(of)), span, limit);
        List<Intent> found = new ArrayList<>();
        int read = 0;
        long last = 0;
        while (walk.hasNext()) {
            AcceptedIntents accepted = AcceptedIntents.at(of, walk.next());
            for (long no : accepted.numbers()) {
                boolean isFull = found.size() == limit || read == MAX_READ;
                if (isFull || (accepted.isArchived(no) && read > 0)) {
                    return new IntentPage(found, last);
                }
                Intent intent = reading.read(accepted.event(no));
                if (search.status() == null || search.status() == intent.status()) {
                    found.add(intent);
                }
                read++;
                last = no;
            }
        }
        return new IntentPage(found, walk.isAtEnd() ? 0 : walk.last());
    }
}
