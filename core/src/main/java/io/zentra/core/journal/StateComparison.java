package io.zentra.core.journal;

import io.zentra.core.journal.internal.JournalTables;
import io.zentra.core.journal.internal.KeySet;
import io.zentra.core.storage.InList;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.Queries;
import io.zentra.core.storage.RowType;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's stored rows as they are after the last verified event, and a place for what differs from rows that were
 * recomputed from events. All reads see one state, whatever is written meanwhile, so every difference is a fault. Made for
 * one verification; not thread-safe.
 */
public final class StateComparison {
    private static final int PAGE = 1_000;
    private static final String JOURNAL_ROWS = "seq >= :least and seq <= :most and seq in ";

    private final Queries snapshot;
    private final int tenantNo;
    private final Consumer<String> faults;
    private final @Nullable LongFunction<Optional<byte[]>> archives;

    /** A comparison with a tenant's rows without archives. */
    public StateComparison(Queries snapshot, int tenantNo, Consumer<String> faults) {
        this(snapshot, tenantNo, faults, null);
    }

    /**
     * A comparison with a tenant's rows.
     *
     * @param snapshot sees one state
     * @param faults takes what differs, one line each
     * @param archives gives the bytes of an archived event; null where no archives were given
     */
    public StateComparison(
            Queries snapshot,
            int tenantNo,
            Consumer<String> faults,
            @Nullable LongFunction<Optional<byte[]>> archives) {
        this.snapshot = snapshot;
        this.tenantNo = tenantNo;
        this.faults = faults;
        this.archives = archives;
    }

    /**
     * An event of before, read again: from its archive where it lies in one. Empty when there is none, and when its archive
     * was not given to the verification, which {@link #isOutOfReach} tells apart.
     */
    public Optional<Event> event(long seq) {
        return bytes(seq)
                .flatMap(bytes -> Event.isArchived(bytes) ? archived(seq) : Optional.of(bytes))
                .map(Event::parse);
    }

    /** What the database has of an event of before; see {@link Event#remains}. */
    public Optional<Event> remains(long seq) {
        return bytes(seq).map(Event::remains);
    }

    /** Whether an event lies in an archive that was not given to the verification, or does not give it. */
    public boolean isOutOfReach(long seq) {
        return bytes(seq)
                .filter(bytes -> Event.isArchived(bytes) && archived(seq).isEmpty())
                .isPresent();
    }

    /** Whether archives were given to the verification. One that does not give its events is a fault already. */
    public boolean hasArchives() {
        return archives != null;
    }

    private Optional<byte[]> archived(long seq) {
        return archives == null ? Optional.empty() : archives.apply(seq);
    }

    private Optional<byte[]> bytes(long seq) {
        return Optional.ofNullable(events(List.of(seq)).get(seq));
    }

    /** What is stored of some events, in order; of those that lie in archives what stands in their place. */
    public SortedMap<Long, byte[]> events(Collection<Long> seqs) {
        SortedMap<Long, byte[]> events = new TreeMap<>();
        if (!seqs.isEmpty()) {
            InList in = InList.of(seqs, Map.of("least", Collections.min(seqs), "most", Collections.max(seqs)));
            list(JournalTables.JOURNAL, JOURNAL_ROWS + "(" + in.names() + ")", in.values(), seqs.size())
                    .forEach(row -> events.put(row.seq(), row.event()));
        }
        return events;
    }

    /**
     * Compares all rows of a table; what is expected is left as it is.
     *
     * @param name what a row is called in a fault, by its key
     */
    public <K, R> void compare(RowType<K, R> type, Map<K, R> expected, Function<? super K, String> name) {
        long[] found = {0};
        each(type, stored -> {
            K key = type.keyOf(stored);
            R wanted = expected.get(key);
            found[0] += wanted == null ? 0 : 1;
            compare(name.apply(key), stored, wanted);
        });
        if (found[0] < expected.size()) {
            Map<K, R> missing = new HashMap<>(expected);
            each(type, stored -> missing.remove(type.keyOf(stored)));
            compareMissing(missing, name);
        }
    }

    /** All rows of a table in the order of their keys. */
    private <K, R> void each(RowType<K, R> type, Consumer<R> taker) {
        KeySet keys = KeySet.of(type);
        List<R> page = list(type, keys.first(), Map.of(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(taker);
            K last = Objects.requireNonNull(type.keyOf(page.get(page.size() - 1)));
            page = list(type, keys.after(), keys.values(type, last), PAGE);
        }
    }

    /** Rows that the events give and the table has not, in the order of their keys. */
    public <K, R> void compareMissing(Map<K, R> missing, Function<? super K, String> name) {
        missing.entrySet().stream()
                .sorted((a, b) -> inOrder(a.getKey(), b.getKey()))
                .forEach(gone -> compare(name.apply(gone.getKey()), null, gone.getValue()));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // keys of one table are of one kind
    private static int inOrder(Object a, Object b) {
        return a instanceof Comparable first ? first.compareTo(b) : a.toString().compareTo(b.toString());
    }

    /** Compares a row, if there is one, with the row that the events give, if they give one. */
    public <R> void compare(String name, @Nullable R stored, @Nullable R wanted) {
        if (stored == null) {
            if (wanted != null) {
                fault(name + " is missing");
            }
        } else if (wanted == null) {
            fault(name + " comes from no event: " + stored);
        } else if (!stored.equals(wanted)) {
            fault(name + " is " + stored + ", not " + wanted);
        }
    }

    /** The rows that meet a condition, each as Zentra writes it; see {@link Queries#exactly}. */
    public <R> List<R> list(RowType<?, R> type, String condition, Map<String, ?> values, int limit) {
        return snapshot.exactly(type, tenantNo, condition, values, limit);
    }

    /** What a listing gives. */
    public <R> List<R> list(Listing<R> listing) {
        return snapshot.list(listing, tenantNo);
    }

    /** What a statement gives; see {@link Queries#select}. */
    public <T> List<T> select(String sql, Map<String, ?> values, int limit, RowMapper<T> mapper) {
        return snapshot.select(sql, tenantNo, values, limit, mapper);
    }

    /** The number that a statement gives, in its only column; zero when it gives no row. */
    public long number(String sql) {
        return select(sql, Map.of(), 1, (results, context) -> results.getLong(1)).stream()
                .findFirst()
                .orElse(0L);
    }

    /** Adds something that differs. */
    public void fault(String fault) {
        faults.accept(fault);
    }
}
