package io.zentra.ledger.internal;

import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.InList;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.SearchTables.TermRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The search terms of consecutive postings, compared when enough have come together. */
final class SearchTermComparison {
    private static final int CHUNK = 1_000;
    private static final int MAX_ROWS = 100_000;

    private final Map<Long, Set<Long>> expected = new HashMap<>();
    private long begin;
    private long last;
    private long waiting;

    /** Takes the next posting and answers how many terms it has. */
    int take(Posting posting, StateComparison stored) {
        begin = expected.isEmpty() ? posting.seq() : begin;
        last = posting.seq();
        Set<Long> terms = SearchTerms.of(posting);
        terms.forEach(term ->
                expected.computeIfAbsent(term, each -> new LinkedHashSet<>()).add(last));
        waiting += terms.size();
        if (waiting >= CHUNK) {
            compare(stored);
        }
        return terms.size();
    }

    /** Compares what is left. */
    void compare(StateComparison stored) {
        List<Long> terms = new ArrayList<>(expected.keySet());
        for (int i = 0; i < terms.size(); i += CHUNK) {
            for (TermRow row : rows(stored, terms.subList(i, Math.min(terms.size(), i + CHUNK)))) {
                if (!expected.getOrDefault(row.term(), Set.of()).remove(row.seq())) {
                    stored.fault("event " + row.seq() + " has not the search term " + row.term());
                }
            }
        }
        expected.forEach((term, seqs) ->
                seqs.forEach(seq -> stored.fault("searches miss event " + seq + " under the term " + term)));
        expected.clear();
        waiting = 0;
    }

    private List<TermRow> rows(StateComparison stored, List<Long> terms) {
        InList in = InList.of(terms, Map.of("begin", begin, "last", last));
        String condition = "term in (" + in.names() + ") and seq >= :begin and seq <= :last";
        return stored.list(SearchTables.TERM, condition, in.values(), MAX_ROWS);
    }
}
