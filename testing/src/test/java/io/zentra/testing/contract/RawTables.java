package io.zentra.testing.contract;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** All of Zentra's tables as an intruder sees them: rows of plain values, past everything that guards them. */
final class RawTables {
    private final DataSource source;
    private final Map<String, Table> tables = new TreeMap<>();

    /** A table with its columns in their order; those of the primary key are its first ones. */
    record Table(String name, List<Column> columns, int keyColumns) {
        @Override
        public String toString() {
            return name;
        }

        private String names() {
            return columns.stream().map(Column::name).collect(Collectors.joining(", "));
        }
    }

    /** A column. */
    record Column(String name, Kind kind, boolean nullable) {}

    /** What a column holds. */
    enum Kind {
        INTEGER,
        TEXT,
        BYTES
    }

    RawTables(DataSource source) {
        this.source = source;
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData data = connection.getMetaData();
            String schema = connection.getSchema();
            for (String name : names(data, schema)) {
                tables.put(name, table(data, schema, name));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be listed", e);
        }
    }

    /** All tables with a tenant. */
    List<Table> all() {
        return List.copyOf(tables.values());
    }

    /** The rows of a tenant in the order of the primary key. */
    List<List<@Nullable Object>> rows(Table table, long tenant) {
        return rows(table).stream()
                .filter(row -> Objects.equals(row.get(0), tenant))
                .toList();
    }

    /** The rows of all tenants in the order of the primary key. */
    List<List<@Nullable Object>> rows(Table table) {
        String key = table.columns().subList(0, table.keyColumns()).stream()
                .map(Column::name)
                .collect(Collectors.joining(", "));
        String sql = "select " + table.names() + " from " + table + " order by " + key;
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(sql);
                ResultSet results = select.executeQuery()) {
            while (results.next()) {
                rows.add(row(table, results));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return rows;
    }

    /** Puts other rows in the place of those of a tenant; false when the database refuses them. */
    boolean replace(Table table, long tenant, List<List<@Nullable Object>> rows) {
        return replace(table, " where tenant = " + tenant, rows);
    }

    /** Puts other rows in the place of all rows. */
    void restore(Table table, List<List<@Nullable Object>> rows) {
        if (!replace(table, "", rows)) {
            throw new IllegalStateException(table + " takes no rows that it had");
        }
    }

    private boolean replace(Table table, String condition, List<List<@Nullable Object>> rows) {
        String values = String.join(", ", Collections.nCopies(table.columns().size(), "?"));
        String insert = "insert into " + table + " (" + table.names() + ") values (" + values + ")";
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement delete = connection.prepareStatement("delete from " + table + condition);
                    PreparedStatement put = connection.prepareStatement(insert)) {
                delete.executeUpdate();
                for (List<@Nullable Object> row : rows) {
                    for (int i = 0; i < row.size(); i++) {
                        put.setObject(i + 1, row.get(i));
                    }
                    put.executeUpdate();
                }
                connection.commit();
                return true;
            } catch (SQLException refused) {
                connection.rollback();
                return false;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(table.name(), e);
        }
    }

    private static List<@Nullable Object> row(Table table, ResultSet results) throws SQLException {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= table.columns().size(); i++) {
            Object value = switch (table.columns().get(i - 1).kind()) {
                case INTEGER -> results.getLong(i);
                case TEXT -> results.getString(i);
                case BYTES -> results.getBytes(i);
            };
            row.add(results.wasNull() ? null : value);
        }
        return row;
    }

    private static List<String> names(DatabaseMetaData data, @Nullable String schema) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet found =
                data.getTables(null, schema, stored(data, "zentra_%"), new String[] {"TABLE", "BASE TABLE"})) {
            while (found.next()) {
                names.add(found.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        names.removeIf(name -> name.startsWith("zentra_migration")); // of no tenant; checked when the storage is opened
        return names;
    }

    /** A name as the database keeps it. */
    private static String stored(DatabaseMetaData data, String name) throws SQLException {
        return data.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
    }

    private static Table table(DatabaseMetaData data, @Nullable String schema, String name) throws SQLException {
        Map<Integer, String> key = new TreeMap<>();
        try (ResultSet found = data.getPrimaryKeys(null, schema, stored(data, name))) {
            while (found.next()) {
                key.put(found.getInt("KEY_SEQ"), found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        Map<String, Column> columns = new TreeMap<>();
        List<String> order = new ArrayList<>(key.values());
        try (ResultSet found = data.getColumns(null, schema, stored(data, name), "%")) {
            while (found.next()) {
                String column = found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
                columns.put(
                        column,
                        new Column(
                                column,
                                kind(found.getString("TYPE_NAME")),
                                found.getInt("NULLABLE") == DatabaseMetaData.columnNullable
                                        && !key.containsValue(column)));
                if (!key.containsValue(column)) {
                    order.add(column);
                }
            }
        }
        List<Column> inOrder = order.stream().map(columns::get).toList();
        if (inOrder.isEmpty() || !inOrder.get(0).name().equals("tenant")) {
            throw new IllegalStateException(name + " has no tenant as its first key column: " + inOrder);
        }
        return new Table(name, inOrder, key.size());
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "INTEGER", "BIGINT", "int4", "int8" -> Kind.INTEGER;
            case "TEXT", "text", "CHARACTER VARYING", "CHARACTER LARGE OBJECT" -> Kind.TEXT;
            case "BLOB", "bytea", "BINARY VARYING", "BINARY LARGE OBJECT" -> Kind.BYTES;
            default -> throw new IllegalStateException("unknown type " + type);
        };
    }
}
