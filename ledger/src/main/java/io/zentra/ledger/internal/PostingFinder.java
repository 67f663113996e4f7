package io.zentra.ledger.internal;

import io.zentra.core.Handle;
import io.zentra.core.journal.Event;
import io.zentra.core.search.CandidateWalk;
import io.zentra.core.search.Span;
import io.zentra.core.search.StoredEvents;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingPage;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.SearchCriterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the postings of a search page by page. Each criterion that an index can serve gives candidates in the order of the
 * journal; those of the criterion with the fewest are read, and every criterion is checked by the posting itself.
 *
 * <p>The journal only grows, and pages follow its order: so nothing that was there when the first page was asked for is
 * missed or given twice, whatever is posted meanwhile.
 */
public final class PostingFinder {
    private static final Set<String> POSTINGS = Set.of(PostingText.POSTED);

    private final Handle handle;
    private final PostingSearch search;

    /** A finder of one page. */
    public PostingFinder(Handle handle, PostingSearch search) {
        this.handle = handle;
        this.search = search;
    }

    /** The page. */
    public PostingPage page() {
        SearchScope scope = new SearchScope(handle, search);
        Span span = scope.span();
        CandidateWalk walk = new CandidateWalk(scope.sources(), span, search.limit());
        List<Posting> found = new ArrayList<>();
        while (walk.hasNext()) {
            for (Event event : events(walk.next())) {
                Posting posting = met(event);
                if (posting != null && found.size() == search.limit()) {
                    return page(found, found.get(found.size() - 1).seq());
                } else if (posting != null) {
                    found.add(posting);
                }
            }
        }
        return walk.isAtEnd() ? new PostingPage(found, Optional.empty()) : page(found, walk.last());
    }

    private PostingPage page(List<Posting> found, long last) {
        return new PostingPage(found, Optional.of(SearchCursor.behind(last, handle.tenantNo(), search)));
    }

    /** Without those that lie in an archive and are no postings. */
    private List<Event> events(List<Long> seqs) {
        StoredEvents stored = StoredEvents.of(handle, seqs);
        return seqs.stream()
                .map(stored::bytes)
                .filter(bytes -> !Event.isArchivedOtherThan(POSTINGS, bytes))
                .map(Event::parse)
                .toList();
    }

    /** The posting of an event when it meets every criterion. */
    private @Nullable Posting met(Event event) {
        if (!event.type().equals(PostingText.POSTED)) {
            return null;
        }
        Posting posting = PostingText.read(event);
        boolean isMet = search.criteria().stream().allMatch(criterion -> isMet(criterion, posting))
                && posting.entries().stream().anyMatch(search::isMetBy);
        return isMet ? posting : null;
    }

    /** Keys are met by every candidate; what is said of entries is asked of those. */
    private static boolean isMet(SearchCriterion criterion, Posting posting) {
        if (criterion instanceof SearchCriterion.Correlation of) {
            return of.id().equals(posting.correlation());
        }
        if (criterion instanceof SearchCriterion.Word word) {
            return word.value().equals(posting.metadata().get(word.name()));
        }
        if (criterion instanceof SearchCriterion.TimeFrom from) {
            return !posting.at(from.axis()).isBefore(from.first());
        }
        if (criterion instanceof SearchCriterion.TimeTo to) {
            return posting.at(to.axis()).isBefore(to.end());
        }
        return true;
    }
}
