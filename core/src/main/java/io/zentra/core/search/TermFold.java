package io.zentra.core.search;

import static io.zentra.core.storage.Column.integer;

import io.zentra.core.commit.Operation;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.internal.ArchiveTables;
import io.zentra.core.search.TermTables.PositionRow;
import io.zentra.core.search.TermTables.TermRow;
import io.zentra.core.storage.RowType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The terms of an index compared with what the events tell, as far as they are filled: some at a time by their primary key,
 * and by their count, which tells of terms of nothing. A missing term would hide from searches what it leads to. Terms that
 * were filled since an earlier verification are compared with its events, which are read again for that. {@link
 * TermIndex#fold} makes one for a verification, which uses it by one thread.
 */
public final class TermFold implements JournalFold {
    private static final int CHUNK = 1_000;
    private static final int MAX_STRANGE = 10;

    private static final String TOLD = """
            select t.term, t.seq, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = t.seq)
            from %s t
            where t.tenant = :tenant and t.term >= :term and (t.term > :term or t.seq > :seq)
            order by t.term, t.seq
            """;

    private final String name;
    private final TermTables tables;
    private final Function<Event, FoundBy> told;
    private final RowType<Long, Searched> type;
    private final Map<Long, Searched> searched = new HashMap<>();
    private final TermComparison terms;
    private long resumed;
    private long position = -1;
    private long floor;

    TermFold(String name, TermTables tables, Function<Event, FoundBy> told) {
        this.name = name;
        this.tables = tables;
        this.told = told;
        this.terms = new TermComparison(name, tables.term());
        this.type = RowType.of("verified_" + name, Searched::no)
                .key(List.of(integer("no")), (key, out) -> out.integer(key))
                .values(
                        List.of(integer("seq"), integer("terms")),
                        (row, out) -> out.integer(row.seq()).integer(row.terms()))
                .read(in -> new Searched(in.integer(), in.integer(), in.integer()));
    }

    /** Up to which event terms were compared, and how many there were. */
    private record Searched(long no, long seq, long terms) {}

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(type, searched));
    }

    @Override
    public void resume(long seq) {
        resumed = seq;
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        begin(stored);
        take(event, stored);
    }

    /** Once: which terms there are, and those that were filled for events of before. */
    private void begin(StateComparison stored) {
        if (position >= 0) {
            return;
        }
        position = position(stored);
        floor = position(stored, PositionRow.FLOOR);
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
            FoundBy found = told.apply(event);
            Set<Long> expected = found.behind(floor);
            long more = expected.isEmpty() ? 0 : terms.take(found.seq(), expected, stored);
            searched.put(PositionRow.NO, new Searched(PositionRow.NO, event.seq(), now().terms() + more));
        }
    }

    private Searched now() {
        return searched.getOrDefault(PositionRow.NO, new Searched(PositionRow.NO, 0, 0));
    }

    @Override
    public void compareSoFar(StateComparison stored) {
        terms.compare(stored);
    }

    /**
     * Terms that were filled later would need events that lie in archives.
     *
     * @throws ZentraException {@code invalid_configuration} when those up to an event are not filled
     */
    @Override
    public void requireDone(long last, StateComparison stored) {
        if (position(stored) < last) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "events are archived once searches find them: call prepareSearch() before");
        }
    }

    /** Compares what is left, and what is too much. */
    @Override
    public void compare(StateComparison stored) {
        begin(stored);
        terms.compare(stored);
        comparePosition(stored);
        long rows = stored.number("select count(*) from " + tables.term().table() + " where tenant = :tenant");
        if (rows != now().terms()) {
            strange(stored)
                    .ifPresent(
                            row -> stored.fault("event " + row.seq() + " has not the " + name + " term " + row.term()));
            stored.fault("there are " + rows + " " + name + " terms, not " + now().terms());
        }
    }

    /** The first term of nothing: slow, and needed only where the count is wrong. */
    private Optional<TermRow> strange(StateComparison stored) {
        TermRow last = new TermRow(Long.MIN_VALUE, Long.MIN_VALUE);
        List<Told> page;
        do {
            page = stored.select(
                    TOLD.formatted(tables.term().table()),
                    Map.of("term", last.term(), "seq", last.seq()),
                    CHUNK,
                    (results, context) ->
                            new Told(new TermRow(results.getLong(1), results.getLong(2)), results.getBytes(3)));
            for (Told row : page) {
                last = row.row();
                if (!isTold(row, stored)) {
                    return Optional.of(last);
                }
            }
        } while (!page.isEmpty());
        return Optional.empty();
    }

    /** A term and the event that it leads to. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Told(TermRow row, byte @Nullable [] event) {}

    /** Whether that event tells it, or the first one of its command. */
    private boolean isTold(Told row, StateComparison stored) {
        return Event.mayTell(row.event(), event -> {
            OptionalLong first = event.first();
            return told.apply(event).has(row.row())
                    || (first.isPresent() && isToldByFirst(first.getAsLong(), row.row(), stored));
        });
    }

    private boolean isToldByFirst(long first, TermRow row, StateComparison stored) {
        return stored.event(first).map(event -> told.apply(event).has(row)).orElseGet(() -> stored.isOutOfReach(first));
    }

    private void comparePosition(StateComparison stored) {
        for (PositionRow row : stored.list(tables.position(), "no is not null order by no", Map.of(), MAX_STRANGE)) {
            if (row.no() != PositionRow.NO && !isFloor(row, stored)) {
                stored.fault("the " + name + " position " + row.no() + " comes from nowhere");
            }
        }
        long end = stored.number("select seq from zentra_journal_head where tenant = :tenant");
        if (position(stored) > end || position(stored) < 0) {
            stored.fault(name + " terms are told to be filled up to event " + position(stored) + " of " + end);
        }
    }

    /** Nothing has terms up to the end of an archive, and where what the last of its events tell of was made. */
    private static boolean isFloor(PositionRow row, StateComparison stored) {
        long last = row.seq() - TermIndex.MAX_AHEAD;
        return row.no() == PositionRow.FLOOR
                && stored
                        .list(
                                ArchiveTables.ARCHIVE,
                                "first_seq <= :last order by first_seq desc",
                                Map.of("last", last),
                                1)
                        .stream()
                        .anyMatch(archive -> archive.last() == last);
    }

    private long position(StateComparison stored) {
        return position(stored, PositionRow.NO);
    }

    private long position(StateComparison stored, long no) {
        return stored.list(tables.position(), "no = :no", Map.of("no", no), 1).stream()
                .mapToLong(PositionRow::seq)
                .findFirst()
                .orElse(0L);
    }
}
