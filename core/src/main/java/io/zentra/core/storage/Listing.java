package io.zentra.core.storage;

import java.util.Map;
import java.util.function.Function;

/**
 * Rows of a tenant that no key names: what a select gives. Equal listings have the same text, values and reader, so a
 * module keeps text and reader in constants. Immutable.
 *
 * @param sql a select from the code of a module and never from input, with {@code :tenant} for each of its tables
 * @param values the other named parameters
 * @param limit the most rows
 * @param reader reads a row, column by column
 * @param <R> a row
 */
public record Listing<R>(String sql, Map<String, Long> values, int limit, Function<RowReader, R> reader) {
    /** Copies the values. */
    public Listing {
        values = Map.copyOf(values);
    }
}
