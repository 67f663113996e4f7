package io.zentra.ledger.internal;

import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.RowType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Compares tables whose key are two integers, and which have no other columns, with what events give.
 *
 * @param type the table
 * @param first the first column of the key
 * @param second the second one
 * @param name what a row is called in a fault
 */
record PairComparison<R>(
        RowType<R, R> type, ToLongFunction<R> first, ToLongFunction<R> second, Function<R, String> name) {
    private static final int PAGE = 1_000;

    /** Compares all rows; what is expected is used up. */
    void compare(StateComparison stored, Map<R, R> expected) {
        String a = type.keyColumns().get(0).name();
        String b = type.keyColumns().get(1).name();
        String after = a + " >= :a and (" + a + " > :a or " + b + " > :b) order by " + a + ", " + b;
        Map<String, Long> last = Map.of("a", Long.MIN_VALUE, "b", Long.MIN_VALUE);
        List<R> page;
        do {
            page = stored.list(type, after, last, PAGE);
            for (R row : page) {
                last = Map.of("a", first.applyAsLong(row), "b", second.applyAsLong(row));
                stored.compare(name.apply(row), row, expected.remove(row));
            }
        } while (!page.isEmpty());
        stored.compareMissing(expected, name);
    }
}
