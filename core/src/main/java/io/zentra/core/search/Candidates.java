package io.zentra.core.search;

import io.zentra.core.Handle;
import io.zentra.core.storage.Queries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sequences of all that may meet a criterion, and of some that do not.
 *
 * <pre>{@code
 * Candidates settled = Candidates.selected(handle, new Candidates.Selection(
 *         "no", "select no from zentra_transfer where tenant = :tenant and status = :status", Map.of("status", "settled")));
 * List<Long> first = settled.first(span, 100);
 * }</pre>
 */
public interface Candidates {
    /** The first of them in a span, in its order; all that are there when they are fewer than the limit. */
    List<Long> first(Span span, int limit);

    /** Every event. */
    static Candidates every() {
        return Span::take;
    }

    /** What a statement of a module selects. */
    static Candidates selected(Handle handle, Selection selection) {
        return (span, limit) -> selection.first(handle.queries(), handle.tenantNo(), span, limit);
    }

    /**
     * A statement that selects sequences, to which the stretch and the order are added.
     *
     * @param column the column with the sequence
     * @param sql a select of it from the code of a module and never from input, that ends in a condition with {@code :tenant}
     * @param values its other parameters, none called {@code first} or {@code last}
     */
    record Selection(String column, String sql, Map<String, ?> values) {
        /** Copies the values. */
        public Selection {
            values = Map.copyOf(values);
        }

        private List<Long> first(Queries queries, int tenantNo, Span span, int limit) {
            if (span.isEmpty()) {
                return List.of();
            }
            Map<String, Object> all = new HashMap<>(values);
            all.put("first", span.first());
            all.put("last", span.last());
            return queries.select(
                    sql + " and " + column + " >= :first and " + column + " <= :last " + span.order(column),
                    tenantNo,
                    all,
                    limit,
                    (results, context) -> results.getLong(1));
        }
    }

    /**
     * What has one of some terms, as far as terms are filled.
     *
     * @param handle whose
     * @param table of the terms
     * @param terms any of them
     */
    record OfTerms(Handle handle, String table, Set<Long> terms) implements Candidates {
        /** The first of each term, and of those the first: no statement reads more than it gives. */
        @Override
        public List<Long> first(Span span, int limit) {
            List<Long> found = new ArrayList<>();
            for (long term : terms) {
                Selection ofTerm = new Selection(
                        "seq",
                        "select seq from " + table + " where tenant = :tenant and term = :term",
                        Map.of("term", term));
                found.addAll(ofTerm.first(handle.queries(), handle.tenantNo(), span, limit));
            }
            return span.first(found, limit);
        }
    }

    /**
     * Some candidates up to an event, others behind it.
     *
     * @param last the last event that the first ones are of
     * @param upTo those up to it
     * @param behind those behind it
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
}
