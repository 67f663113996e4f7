package io.zentra.core.journal.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldCounter;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.internal.JournalTables.Correlation;
import io.zentra.core.storage.InList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The last event of each correlation, and that each event names the one before it. Both are looked up in the timelines,
 * which are compared with the events themselves, so that correlations may be many.
 */
final class CorrelationFold implements JournalFold {
    private static final int CHUNK = 1_000;

    private static final String KNOWN = """
            select c.correlation, c.last_seq,
                (select max(b.seq) from zentra_timeline b
                 where b.tenant = :tenant and b.correlation = c.correlation and b.seq < :begin),
                (select max(e.seq) from zentra_timeline e where e.tenant = :tenant and e.correlation = c.correlation)
            from zentra_correlation c
            where c.tenant = :tenant and c.correlation >= :least and c.correlation <= :most and c.correlation in\s""";

    private static final String STRANGE = """
            select c.correlation from zentra_correlation c
            where c.tenant = :tenant and not exists
                (select 1 from zentra_timeline t where t.tenant = :tenant and t.correlation = c.correlation)
            order by c.correlation
            """;

    private final FoldCounter count = new FoldCounter("verified_correlations");
    private final Window window = new Window();

    @Override
    public List<Operation> operations() {
        return List.of();
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        return List.of(count.table());
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        if (event.correlation().isPresent() && event.previous().isEmpty()) {
            count.add(1);
        }
        window.take(event, stored);
    }

    @Override
    public void compareSoFar(StateComparison stored) {
        window.compare(stored);
    }

    @Override
    public void compare(StateComparison stored) {
        window.compare(stored);
        long rows = stored.number("select count(*) from zentra_correlation where tenant = :tenant");
        if (rows != count.count()) {
            stored.fault(stored.select(STRANGE, Map.of(), 1, (results, context) -> results.getString(1)).stream()
                    .findFirst()
                    .map(id -> name(id) + " comes from no event")
                    .orElse("there are " + rows + " last events of correlations, not " + count.count()));
        }
    }

    private static String name(String correlation) {
        return "the last event of " + correlation;
    }

    /** The correlations of consecutive events, which are compared when enough have come together. */
    private static final class Window {
        private final Map<String, Event> firsts = new LinkedHashMap<>();
        private final Map<String, Long> lasts = new HashMap<>();
        private long begin;

        /** What is stored of a correlation: its row, and its last events before the window and of all. */
        private record Known(Correlation row, long before, long last) {}

        void take(Event event, StateComparison stored) {
            begin = begin == 0 ? event.seq() : begin;
            event.correlation().ifPresent(id -> {
                Long before = lasts.put(id, event.seq());
                if (before == null) {
                    firsts.put(id, event);
                } else {
                    requireNames(event, id, before, stored);
                }
            });
            if (firsts.size() >= CHUNK) {
                compare(stored);
            }
        }

        void compare(StateComparison stored) {
            if (!firsts.isEmpty()) {
                Map<String, Known> known = known(stored);
                firsts.forEach((id, first) -> compare(id, first, known.get(id), stored));
            }
            firsts.clear();
            lasts.clear();
            begin = 0; // the next event's
        }

        private void compare(String id, Event first, @Nullable Known known, StateComparison stored) {
            if (known == null) {
                stored.fault(name(id) + " is missing");
                return;
            }
            requireNames(first, id, known.before(), stored);
            if (known.last() == lasts.getOrDefault(id, 0L)) {
                stored.compare(name(id), known.row(), new Correlation(id, known.last()));
            }
        }

        private static void requireNames(Event event, String id, long before, StateComparison stored) {
            if (event.previous().orElse(0) != before) {
                stored.fault(
                        "event " + event.seq() + " does not name event " + before + " as the one before it of " + id);
            }
        }

        private Map<String, Known> known(StateComparison stored) {
            SortedSet<String> ids = new TreeSet<>(firsts.keySet());
            InList in = InList.of(ids, Map.of("begin", begin, "least", ids.first(), "most", ids.last()));
            Map<String, Known> known = new HashMap<>();
            stored.select(
                            KNOWN + "(" + in.names() + ")",
                            in.values(),
                            firsts.size(),
                            (results, context) -> new Known(
                                    new Correlation(results.getString(1), results.getLong(2)),
                                    results.getLong(3),
                                    results.getLong(4)))
                    .forEach(each -> known.put(each.row().id(), each));
            return known;
        }
    }
}
