package io.zentra.core.storage.internal;

import io.zentra.core.storage.Column;
import io.zentra.core.storage.Listing;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** For databases in this process: a statement a row is cheap, and writes go in JDBC batches. */
final class StatementRowStore implements RowStore {
    /**
     * The most rows of one insert statement, a power of two: to step a statement costs more than to bind one row more.
     * What does not fill it goes in halves of it, so that each table has few statements.
     */
    private static final int INSERTED_AT_ONCE = 16;

    private final StatementCache statements;
    private final Map<RowType<?, ?>, Sql> texts = new HashMap<>();

    StatementRowStore(Connection connection) {
        this.statements = new StatementCache(connection);
    }

    @Override
    public <K, R> void load(RowType<K, R> type, List<Owned<K>> keys, Consumer<Owned<R>> found) throws SQLException {
        PreparedStatement select = statements.get(sql(type).select);
        StatementWriter writer = new StatementWriter(select);
        for (Owned<K> key : keys) {
            writer.begin(key.tenantNo());
            type.writeKey(key.value(), writer);
            try (ResultSet results = select.executeQuery()) {
                if (results.next()) {
                    found.accept(new Owned<>(key.tenantNo(), type.read(new ResultSetReader(results, 0))));
                }
            }
        }
    }

    @Override
    public <R> List<R> list(Listing<R> listing, int tenantNo) throws SQLException {
        return ListingStatement.read(statements, listing, tenantNo);
    }

    @Override
    public <K, R> void insert(RowType<K, R> type, List<Owned<R>> rows) throws SQLException {
        int inserted = 0;
        for (int atOnce = INSERTED_AT_ONCE; atOnce > 0; atOnce /= 2) {
            int end = rows.size() - (rows.size() - inserted) % atOnce;
            insert(type, rows.subList(inserted, end), atOnce);
            inserted = end;
        }
    }

    private <K, R> void insert(RowType<K, R> type, List<Owned<R>> rows, int atOnce) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        PreparedStatement insert = statements.get(sql(type).insert(atOnce));
        StatementWriter writer = new StatementWriter(insert);
        for (int i = 0; i < rows.size(); i++) {
            R row = rows.get(i).value();
            writer.integer(rows.get(i).tenantNo());
            type.writeKey(type.keyOf(row), writer);
            type.writeValues(row, writer);
            if ((i + 1) % atOnce == 0) {
                insert.addBatch();
                writer.begin();
            }
        }
        requireEach(atOnce, insert.executeBatch(), type);
    }

    @Override
    public <K, R> void update(RowType<K, R> type, List<Owned<R>> rows) throws SQLException {
        PreparedStatement update = statements.get(sql(type).update);
        StatementWriter writer = new StatementWriter(update);
        for (Owned<R> row : rows) {
            writer.begin();
            type.writeValues(row.value(), writer);
            writer.integer(row.tenantNo());
            type.writeKey(type.keyOf(row.value()), writer);
            update.addBatch();
        }
        requireEach(1, update.executeBatch(), type);
    }

    @Override
    public <K, R> void delete(RowType<K, R> type, List<Owned<K>> keys) throws SQLException {
        PreparedStatement delete = statements.get(sql(type).delete);
        StatementWriter writer = new StatementWriter(delete);
        for (Owned<K> key : keys) {
            writer.begin(key.tenantNo());
            type.writeKey(key.value(), writer);
            delete.addBatch();
        }
        requireEach(1, delete.executeBatch(), type);
    }

    @Override
    public void endLog(RowType<?, ?> type, int tenantNo, long seq, byte[] hash) throws SQLException {
        LogEnding.endLog(statements, type, tenantNo, seq, hash);
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }

    /** After the write: a row that was read under the lock must still have been there. */
    private static void requireEach(int rows, int[] counts, RowType<?, ?> type) throws SQLException {
        for (int count : counts) {
            if (count != rows) {
                throw new SQLException("a write to " + type + " touched " + count + " rows, not " + rows);
            }
        }
    }

    private Sql sql(RowType<?, ?> type) {
        return texts.computeIfAbsent(type, Sql::of);
    }

    /** The statements of a row type; those that insert by how many rows they insert. */
    private record Sql(String select, Map<Integer, String> inserts, String update, String delete) {
        static Sql of(RowType<?, ?> type) {
            String where = " where tenant = ? and " + names(type.keyColumns(), " and ", " = ?");
            return new Sql(
                    "select " + names(type.columns(), ", ", "") + " from " + type.table() + where,
                    inserts(type),
                    "update " + type.table() + " set " + names(type.valueColumns(), ", ", " = ?") + where,
                    "delete from " + type.table() + where);
        }

        String insert(int rows) {
            return Objects.requireNonNull(inserts.get(rows));
        }

        private static Map<Integer, String> inserts(RowType<?, ?> type) {
            String row = "(?" + ", ?".repeat(type.columns().size()) + ")";
            Map<Integer, String> inserts = new HashMap<>();
            for (int rows = INSERTED_AT_ONCE; rows > 0; rows /= 2) {
                inserts.put(
                        rows,
                        "insert into " + type.table() + " (tenant, " + names(type.columns(), ", ", "") + ") values "
                                + row + (", " + row).repeat(rows - 1));
            }
            return inserts;
        }

        private static String names(List<Column> columns, String separator, String suffix) {
            return columns.stream().map(column -> column.name() + suffix).collect(Collectors.joining(separator));
        }
    }

    /** Binds values to a statement's parameters in order. */
    private static final class StatementWriter implements RowWriter {
        private final PreparedStatement statement;
        private int parameter;

        StatementWriter(PreparedStatement statement) {
            this.statement = statement;
        }

        void begin() {
            parameter = 0;
        }

        void begin(int tenantNo) {
            begin();
            integer(tenantNo);
        }

        @Override
        public RowWriter integer(long value) {
            return bind(() -> statement.setLong(++parameter, value));
        }

        @Override
        public RowWriter integerOrNull(@Nullable Long value) {
            return value == null ? bind(() -> statement.setNull(++parameter, Types.BIGINT)) : integer(value);
        }

        @Override
        public RowWriter text(@Nullable String value) {
            return bind(() -> statement.setString(++parameter, value));
        }

        @Override
        public RowWriter bytes(byte @Nullable [] value) {
            return bind(() -> statement.setBytes(++parameter, value));
        }

        private interface Binding {
            void run() throws SQLException;
        }

        private RowWriter bind(Binding binding) {
            try {
                binding.run();
            } catch (SQLException e) {
                throw new UncheckedSqlException(e);
            }
            return this;
        }
    }
}
