package io.zentra.core.search;

import io.zentra.core.Handle;
import io.zentra.core.commit.Operation;
import io.zentra.core.journal.ArchivedRange;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Sha256;
import io.zentra.core.search.TermTables.PositionRow;
import io.zentra.core.search.TermTables.TermRow;
import io.zentra.core.storage.RowType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Leads from terms to what has them, by a narrow table that is filled from the journal some events at a time, each time a
 * short commit of the tenant's: no other commit writes a row for it. A term is a number that two things may share, so whoever
 * looks something up checks what it is led to. Immutable.
 *
 * <p>The index {@code search} has the tables {@code zentra_search_term (tenant, term, seq)} and {@code
 * zentra_search_position (tenant, no, seq)}, which the module's migrations make. Both may be emptied together at any time:
 * they are filled again.
 *
 * <pre>{@code
 * static final TermIndex INDEX = TermIndex.of("search", FILL_SEARCH, Set.of("posting.created"), event -> told(event));
 * INDEX.fill(handle, 8_192);
 * Candidates found = INDEX.candidates(handle, Set.of(TermIndex.term("path", "customer:42")), Candidates.every());
 * }</pre>
 */
public final class TermIndex {
    private static final int MAX_EVENTS_AT_ONCE = 256;
    private static final int ENOUGH_TERMS = 4_096;

    /** How many events after the one that tells of something that was made at most. */
    static final int MAX_AHEAD = 16;

    private static final String EVENTS =
            "select seq, event from zentra_journal where tenant = :tenant and seq > :after order by seq";

    private final String name;
    private final Operation filling;
    private final Set<String> types;
    private final Function<Event, FoundBy> told;
    private final TermTables tables;

    private TermIndex(String name, Operation filling, Set<String> types, Function<Event, FoundBy> told) {
        this.name = name;
        this.filling = filling;
        this.types = Set.copyOf(types);
        this.told = told;
        this.tables = TermTables.of(name);
    }

    /**
     * An index.
     *
     * @param name the middle of its tables' names
     * @param filling the operation that fills it
     * @param types those of the events that tell: archived events of other types are passed over
     * @param told what an event tells; of two events the later one tells of something later
     */
    public static TermIndex of(String name, Operation filling, Set<String> types, Function<Event, FoundBy> told) {
        return new TermIndex(name, filling, types, told);
    }

    /** The first 64 bits of the SHA-256 of a kind and its words: rows are narrow, and no dictionary has to be kept. */
    public static long term(String kind, String words) {
        return ByteBuffer.wrap(Sha256.of((kind + "\n" + words).getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** The table of terms, for the module. */
    public RowType<?, ?> terms() {
        return tables.term();
    }

    /** The table of the one position, for the module. */
    public RowType<?, ?> positions() {
        return tables.position();
    }

    /** The last event whose terms are there. */
    public long position(Handle handle) {
        return position(handle, PositionRow.NO);
    }

    private long position(Handle handle, long no) {
        return handle.queries()
                .first(tables.position(), handle.tenantNo(), "no = :no", Map.of("no", no))
                .map(PositionRow::seq)
                .orElse(0L);
    }

    /**
     * Takes the events that the journal has now, no more than so many or a step more, and answers how many were taken. What
     * was archived before the index was there has no terms.
     *
     * @throws io.zentra.core.error.ZentraException {@code event_archived} when it comes to an event of its types that was
     *     archived since
     */
    public long fill(Handle handle, long maxEvents) {
        long end = handle.journal().size();
        long begin = position(handle);
        long reached = begin == 0 ? beginBehindArchives(handle) : begin;
        while (reached < end && reached - begin < maxEvents) {
            reached = step(handle, reached);
        }
        return reached - begin;
    }

    private long beginBehindArchives(Handle handle) {
        List<ArchivedRange> archives = handle.journal().archives();
        if (archives.isEmpty()) {
            return 0;
        }
        long last = archives.get(archives.size() - 1).last();
        return commit(handle, new FillTerms.Batch(0, last, List.of(), last + MAX_AHEAD));
    }

    private long step(Handle handle, long from) {
        long floor = position(handle, PositionRow.FLOOR);
        List<TermRow> rows = new ArrayList<>();
        long to = from;
        for (Stored stored : stored(handle, from)) {
            to = stored.seq();
            if (!Event.isArchivedOtherThan(types, stored.event())) {
                FoundBy found = told.apply(Event.parse(stored.event()));
                found.behind(floor).forEach(term -> rows.add(new TermRow(term, found.seq())));
            }
            if (rows.size() >= ENOUGH_TERMS) {
                break;
            }
        }
        return commit(handle, new FillTerms.Batch(from, to, rows, 0));
    }

    private long commit(Handle handle, FillTerms.Batch batch) {
        return handle.ownCommits().run(handle.access(), new FillTerms(filling, tables, batch));
    }

    /** An event as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(long seq, byte[] event) {}

    private static List<Stored> stored(Handle handle, long after) {
        return handle.queries()
                .select(
                        EVENTS,
                        handle.tenantNo(),
                        Map.of("after", after),
                        MAX_EVENTS_AT_ONCE,
                        (results, context) -> new Stored(results.getLong(1), results.getBytes(2)));
    }

    /**
     * What has one of some terms, as far as they are filled, and all that they are not filled for.
     *
     * @param all gives all that the index is of
     */
    public Candidates candidates(Handle handle, Set<Long> wanted, Candidates all) {
        Candidates filled = new Candidates.OfTerms(handle, tables.term().table(), wanted);
        Candidates behind = new Candidates.Parted(position(handle), filled, all);
        long floor = position(handle, PositionRow.FLOOR);
        return floor == 0 ? behind : new Candidates.Parted(floor, all, behind);
    }

    /** Compares the terms with those that the events give, as far as they are filled. */
    public TermFold fold() {
        return new TermFold(name, tables, told);
    }
}
