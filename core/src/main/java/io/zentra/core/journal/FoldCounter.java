package io.zentra.core.journal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.RowType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Something that a {@link JournalFold} counts, kept as the one row of a table that only records have. Not thread-safe. */
public final class FoldCounter {
    private static final String NAME = "count";

    private final RowType<String, Count> type;
    private final Map<String, Count> rows = new HashMap<>();

    private record Count(String name, long count) {}

    /** A counter that stands at 0, with a name that no table has. */
    public FoldCounter(String name) {
        this.type = RowType.of(name, Count::name)
                .key(List.of(text("name")), (key, out) -> out.text(key))
                .values(List.of(integer("count")), (row, out) -> out.integer(row.count()))
                .read(in -> new Count(in.text(), in.integer()));
    }

    /** How it is kept. */
    public FoldTable<?, ?> table() {
        return new FoldTable<>(type, rows);
    }

    /** Counts more. */
    public void add(long more) {
        rows.merge(NAME, new Count(NAME, more), (a, b) -> new Count(NAME, a.count() + b.count()));
    }

    /** How many. */
    public long count() {
        Count count = rows.get(NAME);
        return count == null ? 0 : count.count();
    }
}
