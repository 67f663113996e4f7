package io.zentra.core.search;

import io.zentra.core.journal.StateComparison;
import io.zentra.core.search.TermTables.TermRow;
import io.zentra.core.storage.InList;
import io.zentra.core.storage.RowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The terms that consecutive events tell, compared when enough have come together. */
final class TermComparison {
    private static final int CHUNK = 1_000;
    private static final int MAX_ROWS = 100_000;

    private final String name;
    private final RowType<TermRow, TermRow> table;
    private final Map<Long, Set<Long>> expected = new HashMap<>();
    private long begin;
    private long last;
    private long waiting;

    TermComparison(String name, RowType<TermRow, TermRow> table) {
        this.name = name;
        this.table = table;
    }

    /** Takes something with its terms, one at least, and answers how many those are. */
    int take(long seq, Set<Long> terms, StateComparison stored) {
        begin = expected.isEmpty() ? seq : begin;
        last = seq;
        terms.forEach(term ->
                expected.computeIfAbsent(term, each -> new LinkedHashSet<>()).add(seq));
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
                    stored.fault("event " + row.seq() + " has not the " + name + " term " + row.term());
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
        return stored.list(table, condition, in.values(), MAX_ROWS);
    }
}
