package io.zentra.ledger.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.SearchTables.PositionRow;
import io.zentra.ledger.internal.SearchTables.TermRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The terms of searches compared with the postings, as far as they are filled: some at a time by their primary key, and by
 * their count, which tells of terms of no posting. A missing term would hide its posting from searches.
 */
final class SearchFold {
    private static final int CHUNK = 1_000;
    private static final int MAX_ROWS = 100_000;
    private static final int MAX_STRANGE = 10;

    private static final String TOLD = """
            select t.term, t.seq, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = t.seq)
            from zentra_search_term t
            where t.tenant = :tenant and t.term >= :term and (t.term > :term or t.seq > :seq)
            order by t.term, t.seq
            """;

    private final Map<Long, Set<Long>> expected = new HashMap<>();
    private long position = -1;
    private long begin = 1;
    private long last;
    private long waiting;
    private long count;

    /** Takes the next posting. */
    void posted(Posting posting, StateComparison stored) {
        if (position < 0) {
            position = position(stored);
        }
        if (posting.seq() > position) {
            return;
        }
        last = posting.seq();
        for (long term : SearchTerms.of(posting)) {
            expected.computeIfAbsent(term, each -> new LinkedHashSet<>()).add(last);
            waiting++;
        }
        if (waiting >= CHUNK) {
            compareExpected(stored);
        }
    }

    /** Compares what is left, and what is too much. */
    void compare(StateComparison stored) {
        compareExpected(stored);
        comparePosition(stored);
        long rows = stored.number("select count(*) from zentra_search_term where tenant = :tenant");
        if (rows != count) {
            strange(stored)
                    .ifPresent(row -> stored.fault("event " + row.seq() + " has not the search term " + row.term()));
            stored.fault("there are " + rows + " search terms, not " + count);
        }
    }

    /** The first term of no posting: slow, and needed only where the count is wrong. */
    private static Optional<TermRow> strange(StateComparison stored) {
        TermRow last = new TermRow(Long.MIN_VALUE, Long.MIN_VALUE);
        List<Told> page;
        do {
            page = stored.select(
                    TOLD,
                    Map.of("term", last.term(), "seq", last.seq()),
                    CHUNK,
                    (results, context) ->
                            new Told(new TermRow(results.getLong(1), results.getLong(2)), results.getBytes(3)));
            for (Told row : page) {
                last = row.row();
                if (!row.isTold()) {
                    return Optional.of(last);
                }
            }
        } while (!page.isEmpty());
        return Optional.empty();
    }

    /** A term and the event that it leads to. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Told(TermRow row, byte @Nullable [] event) {
        boolean isTold() {
            try {
                Event told = event == null ? null : Event.parse(event);
                return told != null
                        && told.type().equals(PostingText.POSTED)
                        && SearchTerms.of(PostingText.read(told)).contains(row.term());
            } catch (RuntimeException unreadable) {
                return false;
            }
        }
    }

    private void comparePosition(StateComparison stored) {
        for (PositionRow row :
                stored.list(SearchTables.POSITION, "no is not null order by no", Map.of(), MAX_STRANGE)) {
            if (row.no() != PositionRow.NO) {
                stored.fault("the search position " + row.no() + " comes from nowhere");
            }
        }
        long end = stored.number("select seq from zentra_journal_head where tenant = :tenant");
        if (position(stored) > end || position(stored) < 0) {
            stored.fault("search terms are told to be filled up to event " + position(stored) + " of " + end);
        }
    }

    private void compareExpected(StateComparison stored) {
        count += waiting;
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
        begin = last + 1;
    }

    private List<TermRow> rows(StateComparison stored, List<Long> terms) {
        StringJoiner names = new StringJoiner(", ");
        Map<String, Object> values = new HashMap<>(Map.of("begin", begin, "last", last));
        for (int i = 0; i < terms.size(); i++) {
            names.add(":term" + i);
            values.put("term" + i, terms.get(i));
        }
        return stored.list(
                SearchTables.TERM, "term in (" + names + ") and seq >= :begin and seq <= :last", values, MAX_ROWS);
    }

    private static long position(StateComparison stored) {
        return stored.list(SearchTables.POSITION, "no = :no", Map.of("no", PositionRow.NO), 1).stream()
                .mapToLong(PositionRow::seq)
                .findFirst()
                .orElse(0L);
    }
}
