package io.zentra.ledger.internal;

import static io.zentra.core.storage.Column.integer;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.RowType;
import io.zentra.ledger.internal.SearchTables.PositionRow;
import io.zentra.ledger.internal.SearchTables.TermRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The terms of searches compared with the postings, as far as they are filled: some at a time by their primary key, and by
 * their count, which tells of terms of no posting. A missing term would hide its posting from searches. Terms that were
 * filled since an earlier verification are compared with its events, which are read again for that.
 */
final class SearchFold {
    private static final int CHUNK = 1_000;
    private static final int MAX_STRANGE = 10;

    private static final RowType<Long, Searched> SEARCHED = RowType.of("verified_search", Searched::no)
            .key(List.of(integer("no")), (key, out) -> out.integer(key))
            .values(
                    List.of(integer("seq"), integer("terms")),
                    (row, out) -> out.integer(row.seq()).integer(row.terms()))
            .read(in -> new Searched(in.integer(), in.integer(), in.integer()));

    private static final String TOLD = """
            select t.term, t.seq, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = t.seq)
            from zentra_search_term t
            where t.tenant = :tenant and t.term >= :term and (t.term > :term or t.seq > :seq)
            order by t.term, t.seq
            """;

    private final Map<Long, Searched> searched = new HashMap<>();
    private final SearchTermComparison terms = new SearchTermComparison();
    private long resumed;
    private long position = -1;

    /** Up to which event terms were compared, and how many there were. */
    private record Searched(long no, long seq, long terms) {}

    FoldTable<?, ?> table() {
        return new FoldTable<>(SEARCHED, searched);
    }

    /** Begins behind an event. */
    void resume(long seq) {
        resumed = seq;
    }

    /** Takes the next event. */
    void apply(Event event, StateComparison stored) {
        begin(stored);
        take(event, stored);
    }

    /** Once: which terms there are, and those that were filled for events of before. */
    private void begin(StateComparison stored) {
        if (position >= 0) {
            return;
        }
        position = position(stored);
        long end = Math.min(position, resumed);
        while (now().seq() < end) {
            List<Kept> page = stored.select(
                    "select seq, event from zentra_journal where tenant = :tenant and seq > :after and seq <= :end"
                            + " order by seq",
                    Map.of("after", now().seq(), "end", end),
                    CHUNK,
                    (results, context) -> new Kept(results.getLong(1), results.getBytes(2)));
            if (page.isEmpty()) {
                stored.fault("events behind " + now().seq() + " are missing");
                return;
            }
            for (Kept row : page) {
                Event event = whole(row, stored);
                if (event == null) {
                    return; // which is a fault of its archive
                }
                take(event, stored);
            }
        }
    }

    /** An event as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(long seq, byte[] event) {}

    /**
     * Also one that was archived since: its terms are compared as all others.
     *
     * @throws ZentraException {@code event_archived} when archives were not given
     */
    private static @Nullable Event whole(Kept row, StateComparison stored) {
        return Event.isArchived(row.event()) && stored.hasArchives()
                ? stored.event(row.seq()).orElse(null)
                : Event.parse(row.event());
    }

    private void take(Event event, StateComparison stored) {
        if (event.seq() <= position) {
            long more = event.type().equals(PostingText.POSTED) ? terms.take(PostingText.read(event), stored) : 0;
            searched.put(PositionRow.NO, new Searched(PositionRow.NO, event.seq(), now().terms() + more));
        }
    }

    private Searched now() {
        return searched.getOrDefault(PositionRow.NO, new Searched(PositionRow.NO, 0, 0));
    }

    void compareSoFar(StateComparison stored) {
        terms.compare(stored);
    }

    /**
     * Terms that were filled later would need events that lie in archives.
     *
     * @throws ZentraException {@code invalid_configuration} when those up to an event are not filled
     */
    static void requireFilled(long last, StateComparison stored) {
        if (position(stored) < last) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "events are archived once searches find them: call prepareSearch() before");
        }
    }

    /** Compares what is left, and what is too much. */
    void compare(StateComparison stored) {
        begin(stored);
        terms.compare(stored);
        comparePosition(stored);
        long rows = stored.number("select count(*) from zentra_search_term where tenant = :tenant");
        if (rows != now().terms()) {
            strange(stored)
                    .ifPresent(row -> stored.fault("event " + row.seq() + " has not the search term " + row.term()));
            stored.fault("there are " + rows + " search terms, not " + now().terms());
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
            return Event.mayTell(
                    event,
                    told -> told.type().equals(PostingText.POSTED)
                            && SearchTerms.of(PostingText.read(told)).contains(row.term()));
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

    private static long position(StateComparison stored) {
        return stored.list(SearchTables.POSITION, "no = :no", Map.of("no", PositionRow.NO), 1).stream()
                .mapToLong(PositionRow::seq)
                .findFirst()
                .orElse(0L);
    }
}
