package io.zentra.core.storage.internal;

import io.zentra.core.storage.Column;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** For PostgreSQL: one statement for all rows of a type, its columns as arrays that {@code unnest} turns into rows. */
final class ArrayRowStore implements RowStore {
    private final StatementCache statements;
    private final Map<RowType<?, ?>, Sql> texts = new HashMap<>();

    ArrayRowStore(Connection connection) {
        this.statements = new StatementCache(connection);
    }

    @Override
    public <K, R> void load(RowType<K, R> type, List<Owned<K>> keys, Consumer<Owned<R>> found) throws SQLException {
        try (ResultSet results = withKeys(sql(type).select, type, keys).executeQuery()) {
            while (results.next()) {
                found.accept(new Owned<>(results.getInt(1), type.read(new ResultSetReader(results, 1))));
            }
        }
    }

    @Override
    public <R> List<R> list(Listing<R> listing, int tenantNo) throws SQLException {
        return ListingStatement.read(statements, listing, tenantNo);
    }

    @Override
    public <K, R> void insert(RowType<K, R> type, List<Owned<R>> rows) throws SQLException {
        requireAll(withRows(sql(type).insert, type, rows).executeUpdate(), rows.size(), type);
    }

    @Override
    public <K, R> void update(RowType<K, R> type, List<Owned<R>> rows) throws SQLException {
        requireAll(withRows(sql(type).update, type, rows).executeUpdate(), rows.size(), type);
    }

    @Override
    public <K, R> void delete(RowType<K, R> type, List<Owned<K>> keys) throws SQLException {
        requireAll(withKeys(sql(type).delete, type, keys).executeUpdate(), keys.size(), type);
    }

    @Override
    public void endLog(RowType<?, ?> type, int tenantNo, long seq, byte[] hash) throws SQLException {
        LogEnding.endLog(statements, type, tenantNo, seq, hash);
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }

    private <K, R> PreparedStatement withRows(String sql, RowType<K, R> type, List<Owned<R>> rows) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        ArrayWriter arrays = new ArrayWriter(type.columns().size());
        for (Owned<R> row : rows) {
            arrays.begin(row.tenantNo());
            type.writeKey(type.keyOf(row.value()), arrays);
            type.writeValues(row.value(), arrays);
        }
        arrays.bind(statement, type.columns());
        return statement;
    }

    private <K, R> PreparedStatement withKeys(String sql, RowType<K, R> type, List<Owned<K>> keys) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        ArrayWriter arrays = new ArrayWriter(type.keyColumns().size());
        for (Owned<K> key : keys) {
            arrays.begin(key.tenantNo());
            type.writeKey(key.value(), arrays);
        }
        arrays.bind(statement, type.keyColumns());
        return statement;
    }

    private Sql sql(RowType<?, ?> type) {
        return texts.computeIfAbsent(type, Sql::of);
    }

    /** After the write: a row that was read under the lock must still have been there. */
    private static void requireAll(int count, int expected, RowType<?, ?> type) throws SQLException {
        if (count != expected) {
            throw new SQLException("a write to " + type + " touched " + count + " rows, not " + expected);
        }
    }

    /**
     * The statements of a row type. The select looks for each key by itself, which its limit says: a plain join of a table
     * that is still small is planned as a scan of the whole table, and that plan is kept while the table grows.
     */
    private record Sql(String select, String insert, String update, String delete) {
        static Sql of(RowType<?, ?> type) {
            String table = type.table();
            String sameKey = "r.tenant = u.tenant"
                    + each(type.keyColumns(), column -> " and r." + column.name() + " = u." + column.name(), "");
            return new Sql(
                    "select r.tenant, " + names(type.columns(), "r.") + " from " + unnest(type.keyColumns())
                            + " cross join lateral (select * from " + table + " r where " + sameKey + " limit 1) r",
                    "insert into " + table + " (tenant, " + names(type.columns(), "") + ") select u.tenant, "
                            + names(type.columns(), "u.") + " from " + unnest(type.columns()),
                    "update " + table + " r set "
                            + each(type.valueColumns(), column -> column.name() + " = u." + column.name(), ", ")
                            + " from " + unnest(type.columns()) + " where " + sameKey,
                    "delete from " + table + " r using " + unnest(type.keyColumns()) + " where " + sameKey);
        }

        private static String unnest(List<Column> columns) {
            return "unnest(?::bigint[], " + each(columns, column -> "?::" + sqlType(column.type()) + "[]", ", ")
                    + ") as u(tenant, " + names(columns, "") + ")";
        }

        private static String names(List<Column> columns, String prefix) {
            return each(columns, column -> prefix + column.name(), ", ");
        }

        private static String each(List<Column> columns, Function<Column, String> text, String separator) {
            return columns.stream().map(text).collect(Collectors.joining(separator));
        }

        private static String sqlType(Column.Type type) {
            return switch (type) {
                case INTEGER -> "bigint";
                case TEXT -> "text";
                case BYTES -> "bytea";
            };
        }
    }

    /** Collects rows as one list a column. */
    private static final class ArrayWriter implements RowWriter {
        private final List<Long> tenants = new ArrayList<>();
        private final List<List<@Nullable Object>> columns;
        private int column;

        ArrayWriter(int columnCount) {
            columns = new ArrayList<>(columnCount);
            for (int i = 0; i < columnCount; i++) {
                columns.add(new ArrayList<>());
            }
        }

        void begin(int tenantNo) {
            tenants.add((long) tenantNo);
            column = 0;
        }

        @Override
        public RowWriter integer(long value) {
            return add(value);
        }

        @Override
        public RowWriter integerOrNull(@Nullable Long value) {
            return add(value);
        }

        @Override
        public RowWriter text(@Nullable String value) {
            return add(value);
        }

        @Override
        public RowWriter bytes(byte @Nullable [] value) {
            return add(value);
        }

        void bind(PreparedStatement statement, List<Column> types) throws SQLException {
            statement.setObject(1, tenants.toArray(new Long[0]));
            for (int i = 0; i < types.size(); i++) {
                Object[] array = switch (types.get(i).type()) {
                    case INTEGER -> columns.get(i).toArray(new Long[0]);
                    case TEXT -> columns.get(i).toArray(new String[0]);
                    case BYTES -> columns.get(i).toArray(new byte[0][]);
                };
                statement.setObject(i + 2, array);
            }
        }

        private RowWriter add(@Nullable Object value) {
            columns.get(column++).add(value);
            return this;
        }
    }
}
