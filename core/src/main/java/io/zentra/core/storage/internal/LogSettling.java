package io.zentra.core.storage.internal;

import io.zentra.core.storage.Column;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.internal.SettledTable.Settled;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Puts a log into its table, inside the transaction of the commit that filled it. */
final class LogSettling {
    private LogSettling() {}

    /** Puts the last row of each key into the table, empties the log, and marks where it was. */
    static void settle(StatementCache statements, RowType<?, ?> type, int tenantNo, long seq, byte[] hash)
            throws SQLException {
        String log = type.log().table();
        String key = names(type.keyColumns());
        String columns = "tenant, " + names(type.columns());
        run(
                statements,
                "delete from " + type.table() + " where tenant = ? and (" + key + ") in (select " + key + " from " + log
                        + " where tenant = ?)",
                tenantNo,
                tenantNo);
        run(
                statements,
                "insert into " + type.table() + " (" + columns + ") select " + columns + " from " + log
                        + " where tenant = ? and no in (select max(no) from " + log + " where tenant = ? group by "
                        + key
                        + ")",
                tenantNo,
                tenantNo);
        run(statements, "delete from " + log + " where tenant = ?", tenantNo);
        run(statements, "delete from zentra_settled where tenant = ? and log = ?", tenantNo, log);
        run(
                statements,
                "insert into zentra_settled (tenant, log, seq, hash) values (?, ?, ?, ?)",
                tenantNo,
                log,
                seq,
                Settled.hash(hash));
    }

    private static void run(StatementCache statements, String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
