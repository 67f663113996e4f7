package io.zentra.ledger.internal;

import io.zentra.core.Handle;
import io.zentra.core.search.Candidates;
import io.zentra.core.search.Span;
import io.zentra.ledger.PostingSearch;
import io.zentra.ledger.SearchCriterion;
import io.zentra.ledger.TimeAxis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a search has to look: in which stretch of the journal, and for which events in it. */
final class SearchScope {
    /** A search takes no more events into the index that are not in it yet, or a step more. */
    private static final int MAX_FILLED = 8_192;

    private static final String OF_CORRELATION =
            "select seq from zentra_timeline where tenant = :tenant and correlation = :correlation";

    private final Handle handle;
    private final PostingSearch search;

    SearchScope(Handle handle, PostingSearch search) {
        this.handle = handle;
        this.search = search;
    }

    /**
     * From the cursor on, or all that the times leave. What took effect at an instant or later was recorded then or later
     * still.
     */
    Span span() {
        Span span = new Span(1, handle.journal().size(), search.isNewestFirst());
        for (SearchCriterion criterion : search.criteria()) {
            if (criterion instanceof SearchCriterion.TimeFrom from) {
                span = span.from(recordedBefore(from.first()) + 1);
            } else if (criterion instanceof SearchCriterion.TimeTo to && to.axis() == TimeAxis.RECORDED) {
                span = span.upTo(recordedBefore(to.end()));
            }
        }
        String cursor = search.cursor();
        return cursor == null ? span : span.behind(SearchCursor.seq(cursor, handle.tenantNo(), search));
    }

    /** The last event before an instant; 0 when there is none. */
    private long recordedBefore(Instant instant) {
        return handle.journal().recordedBy(instant.minusNanos(1));
    }

    /**
     * Candidates of each criterion that an index can serve; every event when there is none. A key leads to so few that
     * nothing else is asked then.
     */
    List<Candidates> sources() {
        List<Candidates> sources = new ArrayList<>();
        for (SearchCriterion criterion : search.criteria()) {
            if (criterion instanceof SearchCriterion.Key key) {
                return List.of(new KeyedCandidates(handle.queries(), handle.tenantNo(), key.key()));
            } else if (criterion instanceof SearchCriterion.Correlation of) {
                sources.add(Candidates.selected(
                        handle, new Candidates.Selection("seq", OF_CORRELATION, Map.of("correlation", of.id()))));
            }
        }
        Instant end = endOfEffect();
        List<Set<Long>> terms = terms();
        if (end != null || !terms.isEmpty()) {
            fill();
            terms.forEach(each -> sources.add(indexed(each)));
            if (end != null) {
                Candidates backdated = indexed(SearchTerms.effective(beginOfEffect(), end));
                sources.add(new Candidates.Parted(recordedBefore(end), Candidates.every(), backdated));
            }
        }
        return sources.isEmpty() ? List.of(Candidates.every()) : sources;
    }

    /** What has one of some terms, and all that the terms are not filled for. */
    private Candidates indexed(Set<Long> terms) {
        return SearchTerms.INDEX.candidates(handle, terms, Candidates.every());
    }

    private @Nullable Instant beginOfEffect() {
        for (SearchCriterion criterion : search.criteria()) {
            if (criterion instanceof SearchCriterion.TimeFrom from && from.axis() == TimeAxis.EFFECTIVE) {
                return from.first();
            }
        }
        return null;
    }

    private @Nullable Instant endOfEffect() {
        for (SearchCriterion criterion : search.criteria()) {
            if (criterion instanceof SearchCriterion.TimeTo to && to.axis() == TimeAxis.EFFECTIVE) {
                return to.end();
            }
        }
        return null;
    }

    private List<Set<Long>> terms() {
        List<Set<Long>> terms = new ArrayList<>();
        for (SearchCriterion criterion : search.criteria()) {
            if (criterion instanceof SearchCriterion.InAccount in) {
                terms.add(Set.of(SearchTerms.path(in.account())));
            } else if (criterion instanceof SearchCriterion.Under under) {
                terms.add(Set.of(SearchTerms.path(under.path())));
            } else if (criterion instanceof SearchCriterion.Word word) {
                terms.add(Set.of(SearchTerms.metadata(word.name(), word.value())));
            } else if (criterion instanceof SearchCriterion.Amount amount) {
                terms.add(SearchTerms.amounts(amount.least(), amount.most()));
            }
        }
        terms.removeIf(Set::isEmpty);
        return terms;
    }

    /** Inside the host's transaction nothing is filled: it would take the tenant's lock for a mere search. */
    private void fill() {
        if (!handle.commits().isJoined()) {
            SearchTerms.INDEX.fill(handle, MAX_FILLED);
        }
    }
}
