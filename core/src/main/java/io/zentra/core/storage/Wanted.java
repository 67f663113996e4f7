package io.zentra.core.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sequences as the rows of a statement's table {@code wanted(no)}, so that each is looked up by itself: a list of them in a
 * condition is planned as a scan while a table has no statistics. Immutable.
 *
 * <pre>{@code
 * Wanted wanted = Wanted.of(seqs);
 * String sql = wanted.with() + "select t.id from wanted w cross join zentra_transfer t where t.tenant = :tenant and t.no = w.no";
 * }</pre>
 *
 * @param with the beginning of the statement
 * @param values its parameters
 */
public record Wanted(String with, Map<String, Long> values) {
    /** These sequences, at least one. */
    public static Wanted of(List<Long> seqs) {
        StringBuilder places = new StringBuilder();
        Map<String, Long> values = new HashMap<>();
        for (int i = 0; i < seqs.size(); i++) {
            places.append(i == 0 ? "" : ", ").append("(cast(:s").append(i).append(" as bigint))");
            values.put("s" + i, seqs.get(i));
        }
        return new Wanted("with wanted(no) as (values " + places + ") ", Map.copyOf(values));
    }
}
