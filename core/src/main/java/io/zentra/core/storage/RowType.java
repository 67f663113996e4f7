package io.zentra.core.storage;

import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one table are read and written: the table's name, its columns, and the way from a row object to column
 * values and back. A module declares one constant a table and registers it with its {@link Module}. Immutable.
 *
 * <p>Every table begins with a {@code tenant} column, which is not declared here: it is part of every statement.
 *
 * <pre>{@code
 * RowType<String, Position> CURSOR = RowType.of("zentra_cursor", Position::name)
 *         .key(List.of(text("name")), (name, out) -> out.text(name))
 *         .values(List.of(integer("seq")), (row, out) -> out.integer(row.seq()))
 *         .read(in -> new Position(in.text(), in.integer()));
 * }</pre>
 *
 * @param <K> the key within the tenant, with {@code equals} and {@code hashCode}
 * @param <R> the row, immutable
 */
public final class RowType<K, R> {
    private final Draft<K, R> draft;
    private final List<Column> columns;
    private final Function<RowReader, R> reader;
    private final Keeping keeping;
    private final ToIntFunction<R> weight;
    private final @Nullable RowType<Long, Logged<R>> log;

    /** Where rows are found besides their table. */
    private enum Keeping {
        /** Nowhere. */
        STORED,
        /** In a lane's memory. */
        KEPT,
        /** There, and those that were changed last in a log. */
        LOGGED
    }

    private RowType(Draft<K, R> draft, Function<RowReader, R> reader, Keeping keeping, ToIntFunction<R> weight) {
        this.draft = draft;
        this.columns = Stream.concat(draft.keyColumns.stream(), draft.valueColumns.stream())
                .toList();
        this.reader = reader;
        this.keeping = keeping;
        this.weight = weight;
        this.log = keeping == Keeping.LOGGED ? logOf() : null;
    }

    private RowType<Long, Logged<R>> logOf() {
        List<Column> logColumns = Stream.concat(Stream.of(Column.integer("previous_no")), columns.stream())
                .toList();
        return RowType.<Long, Logged<R>>of(draft.table + "_log", Logged::no)
                .key(List.of(Column.integer("no")), (no, out) -> out.integer(no))
                .values(logColumns, (logged, out) -> {
                    out.integer(logged.previous());
                    writeKey(keyOf(logged.row()), out);
                    writeValues(logged.row(), out);
                })
                .read(in -> new Logged<>(in.integer(), in.integer(), reader.apply(in)));
    }

    /**
     * A row as a commit left it.
     *
     * @param no its number in the log: the sequence of the commit's last event × {@value #LOGGED_A_COMMIT}, and its place
     *     among the rows of that commit
     * @param previous the number of the row before it in the log; 0 for none
     * @param row the row
     * @param <R> the row
     */
    public record Logged<R>(long no, long previous, R row) {}

    /** The most rows of a type and tenant that a commit may change when they are logged. */
    public static final long LOGGED_A_COMMIT = 1L << 20;

    /** Begins the description of a table whose rows have this key. */
    public static <K, R> Draft<K, R> of(String table, Function<R, K> keyOf) {
        return new Draft<>(table, keyOf);
    }

    /** The same, with rows that a lane may keep in memory between commits. */
    public RowType<K, R> kept() {
        return kept(row -> 1);
    }

    /**
     * The same for rows of which some are very large.
     *
     * @param weight as how many ordinary rows, of a few hundred bytes, a row counts against what a lane keeps; 1 or more
     */
    public RowType<K, R> kept(ToIntFunction<R> weight) {
        return new RowType<>(draft, reader, Keeping.KEPT, weight);
    }

    /**
     * The same, with changes that are appended to a log, the table {@code …_log}, and put into the table only when the log
     * has grown. For rows that are changed here and there among very many: each would make a page of the table dirty at
     * each commit, and their log only its last ones. Such rows are also kept in memory, and never deleted.
     *
     * <p>What counts is the last row of a key in the log, and only without one the row in the table.
     */
    public RowType<K, R> logged() {
        return new RowType<>(draft, reader, Keeping.LOGGED, row -> 1);
    }

    /** Whether changes go into a log first. */
    public boolean isLogged() {
        return log != null;
    }

    /** The table of the log, of a type that has one. */
    public RowType<Long, Logged<R>> log() {
        return Objects.requireNonNull(log, draft.table);
    }

    /**
     * Whether a lane may keep rows of this type in memory between commits. Only for rows that never change without an
     * event of the tenant's journal, because an unmoved journal head is what proves that kept rows are current.
     */
    public boolean keptInMemory() {
        return keeping != Keeping.STORED;
    }

    /** As how many ordinary rows this one counts where it is kept in memory. */
    public int weight(R row) {
        return weight.applyAsInt(row);
    }

    /** The key of a row. */
    public K keyOf(R row) {
        return draft.keyOf.apply(row);
    }

    /** Writes the key columns. */
    public void writeKey(K key, RowWriter out) {
        draft.keyWriter.accept(key, out);
    }

    /** Writes the value columns. */
    public void writeValues(R row, RowWriter out) {
        draft.valueWriter.accept(row, out);
    }

    /** Reads a row: key columns, then value columns. */
    public R read(RowReader in) {
        return reader.apply(in);
    }

    /** The table's name. */
    public String table() {
        return draft.table;
    }

    /** The key columns after the tenant. */
    public List<Column> keyColumns() {
        return draft.keyColumns;
    }

    /** The columns that are not of the key. */
    public List<Column> valueColumns() {
        return draft.valueColumns;
    }

    /** All columns after the tenant, the key's first. */
    public List<Column> columns() {
        return columns;
    }

    @Override
    public String toString() {
        return draft.table;
    }

    /**
     * A description in the making; end it with {@link #read}.
     *
     * @param <K> the key
     * @param <R> the row
     */
    public static final class Draft<K, R> {
        private final String table;
        private final Function<R, K> keyOf;
        private List<Column> keyColumns = List.of();
        private List<Column> valueColumns = List.of();
        private BiConsumer<K, RowWriter> keyWriter = (key, out) -> {};
        private BiConsumer<R, RowWriter> valueWriter = (row, out) -> {};

        private Draft(String table, Function<R, K> keyOf) {
            this.table = table;
            this.keyOf = keyOf;
        }

        /** The columns of the primary key after the tenant, and how a key is written to them. */
        public Draft<K, R> key(List<Column> columns, BiConsumer<K, RowWriter> writer) {
            keyColumns = List.copyOf(columns);
            keyWriter = writer;
            return this;
        }

        /** All other columns, and how a row is written to them. */
        public Draft<K, R> values(List<Column> columns, BiConsumer<R, RowWriter> writer) {
            valueColumns = List.copyOf(columns);
            valueWriter = writer;
            return this;
        }

        /** How a row is read, key columns first; ends the description. */
        public RowType<K, R> read(Function<RowReader, R> reader) {
            return new RowType<>(this, reader, Keeping.STORED, row -> 1);
        }
    }
}
