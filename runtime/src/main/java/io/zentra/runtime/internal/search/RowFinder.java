package io.zentra.runtime.internal.search;

import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.search.CandidateWalk;
import io.zentra.core.search.Candidates;
import io.zentra.core.search.StoredEvents;
import io.zentra.runtime.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows page by page. Each criterion that an index serves gives numbers of rows in their order; those of the criterion
 * with the fewest are read, and every criterion is checked by the row and its request. Pages follow the order of creation, so
 * nothing that was there at the first page is missed or given twice.
 *
 * @param <R> a row
 */
public final class RowFinder<R> {
    private final Handle of;
    private final Sought<R> sought;

    /** A finder that reads through a handle. */
    public RowFinder(Handle of, Sought<R> sought) {
        this.of = of;
        this.sought = sought;
    }

    /**
     * A page.
     *
     * @param next where the next page begins; 0 when there is none
     */
    public record Page<R>(List<R> rows, long next) {}

    /**
     * The rows created in a time.
     *
     * @param from the first instant; null for any
     * @param to the instant behind the last; null for any
     */
    public Page<R> page(@Nullable Instant from, @Nullable Instant to, Paging paging) {
        CandidateWalk walk = new CandidateWalk(sources(), PageSpan.of(of.journal(), from, to, paging), paging.limit());
        List<R> found = new ArrayList<>();
        while (walk.hasNext()) {
            List<R> rows = rows(walk.next());
            StoredEvents requests = requests(rows);
            for (R row : rows) {
                if (found.size() == paging.limit() && mayBeMet(row, requests)) {
                    return new Page<>(found, no(found.get(found.size() - 1)));
                } else if (found.size() < paging.limit() && isMet(row, requests)) {
                    found.add(row);
                }
            }
        }
        return new Page<>(found, walk.isAtEnd() ? 0 : walk.last());
    }

    private List<Candidates> sources() {
        List<Candidates> sources = new ArrayList<>(sought.indexed());
        sought.ends()
                .terms()
                .forEach(term -> sources.add(RequestTerms.INDEX.candidates(of, Set.of(term), sought.all())));
        return sources.isEmpty() ? List.of(sought.all()) : sources;
    }

    /** In the order of the numbers; some lead to no row. */
    private List<R> rows(List<Long> numbers) {
        Map<Long, R> rows = new HashMap<>();
        of.queries().at(sought.type(), of.tenantNo(), numbers).forEach(row -> rows.put(no(row), row));
        return numbers.stream()
                .map(rows::get)
                .filter(Objects::nonNull)
                .filter(sought.meets())
                .toList();
    }

    /** Read only where words are asked for. */
    private StoredEvents requests(List<R> rows) {
        return StoredEvents.of(
                of,
                sought.ends().metadata().isEmpty()
                        ? List.of()
                        : rows.stream()
                                .map(row -> sought.request().applyAsLong(row))
                                .toList());
    }

    /** Of a row of the next page it is for that page to say that its request was archived. */
    private boolean mayBeMet(R row, StoredEvents requests) {
        try {
            return isMet(row, requests);
        } catch (ZentraException unread) {
            if (unread.code() != ErrorCode.EVENT_ARCHIVED) {
                throw unread;
            }
            return true;
        }
    }

    private boolean isMet(R row, StoredEvents requests) {
        if (sought.ends().metadata().isEmpty()) {
            return true;
        }
        Event event = Event.parse(requests.bytes(sought.request().applyAsLong(row)));
        OptionalLong first = event.first();
        Event request =
                first.isEmpty() ? event : of.journal().event(first.getAsLong()).orElseThrow();
        return sought.ends().areWordsOf(RequestTerms.request(request));
    }

    private long no(R row) {
        return sought.type().keyOf(row);
    }
}
