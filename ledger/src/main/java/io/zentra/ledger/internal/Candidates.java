package io.zentra.ledger.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Queries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sequences of all events that may meet a criterion, and of some that do not. */
interface Candidates {
    /** The first of them in a span, in its order; all that are there when they are fewer than the limit. */
    List<Long> first(Span span, int limit);

    /** Every event. */
    static Candidates every() {
        return Span::take;
    }

    /** Events of a correlation, each by its key. */
    record Correlated(Queries queries, int tenantNo, String correlation) implements Candidates {
        @Override
        public List<Long> first(Span span, int limit) {
            return list(
                    queries,
                    tenantNo,
                    "select seq from zentra_timeline where tenant = :tenant and correlation = :correlation",
                    Map.of("correlation", correlation),
                    span,
                    limit);
        }
    }

    /** The first events of the ledger's requests with a key, and where such a request makes two postings the second. */
    record Keyed(Queries queries, int tenantNo, String key) implements Candidates {
        private static final String FIRST_USES =
                Operations.KEYED.stream().map(Keyed::firstUse).collect(Collectors.joining(" union all "));

        @SuppressWarnings("ArrayRecordComponent") // never compared
        private record Use(int operation, long seq, byte @Nullable [] event) {
            /** Whether the next event is its second posting: of a refused correction it is somebody else's. */
            boolean makesTwo() {
                if (event == null || Event.isArchivedOtherThan(Set.of(PostingText.POSTED), event)) {
                    return false;
                }
                Event first = Event.remains(event);
                return first.type().equals(PostingText.POSTED)
                        && (operation == Operations.CORRECT.code()
                                || (operation == Operations.IMPORT.code() && LineText.isCorrection(first.request())));
            }
        }

        /** Each operation by itself: its keys are a range of the table. */
        private static String firstUse(Operation operation) {
            return """
                select i.operation, i.seq,
                    (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = i.seq)
                from zentra_idempotency i
                where i.tenant = :tenant and i.operation = %d and i.idempotency_key = :key""".formatted(operation.code());
        }

        @Override
        public List<Long> first(Span span, int limit) {
            List<Long> found = new ArrayList<>();
            List<Use> uses = queries.select(
                    FIRST_USES,
                    tenantNo,
                    Map.of("key", key),
                    Operations.KEYED.size(),
                    (results, context) -> use(results));
            for (Use use : uses) {
                found.add(use.seq());
                if (use.makesTwo()) {
                    found.add(use.seq() + 1);
                }
            }
            return inOrder(found, span, limit);
        }

        private static Use use(ResultSet results) throws SQLException {
            return new Use(results.getInt(1), results.getLong(2), results.getBytes(3));
        }
    }

    /** Events that have one of some terms, as far as terms are filled. */
    record Indexed(Queries queries, int tenantNo, Set<Long> terms) implements Candidates {
        /** The first of each term, and of those the first: no statement reads more than it gives. */
        @Override
        public List<Long> first(Span span, int limit) {
            List<Long> found = new ArrayList<>();
            for (long term : terms) {
                found.addAll(list(
                        queries,
                        tenantNo,
                        "select seq from zentra_search_term where tenant = :tenant and term = :term",
                        Map.of("term", term),
                        span,
                        limit));
            }
            return inOrder(found, span, limit);
        }
    }

    /**
     * Some candidates up to an event, others behind it.
     *
     * @param last the last event that the first ones are of
     */
    record Parted(long last, Candidates upTo, Candidates behind) implements Candidates {
        @Override
        public List<Long> first(Span span, int limit) {
            List<Long> found = new ArrayList<>(
                    span.isBackward() ? behind.first(span.from(last + 1), limit) : upTo.first(span.upTo(last), limit));
            if (found.size() < limit) {
                int rest = limit - found.size();
                found.addAll(
                        span.isBackward()
                                ? upTo.first(span.upTo(last), rest)
                                : behind.first(span.from(last + 1), rest));
            }
            return found;
        }
    }

    private static List<Long> list(
            Queries queries, int tenantNo, String select, Map<String, ?> values, Span span, int limit) {
        if (span.isEmpty()) {
            return List.of();
        }
        Map<String, Object> all = new HashMap<>(values);
        all.put("first", span.first());
        all.put("last", span.last());
        return queries.select(
                select + " and seq >= :first and seq <= :last " + span.order(),
                tenantNo,
                all,
                limit,
                (results, context) -> results.getLong(1));
    }

    private static List<Long> inOrder(Collection<Long> found, Span span, int limit) {
        return found.stream()
                .filter(span::contains)
                .distinct()
                .sorted(span.isBackward() ? Comparator.reverseOrder() : Comparator.naturalOrder())
                .limit(limit)
                .toList();
    }
}
