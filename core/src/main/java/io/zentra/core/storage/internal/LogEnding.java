package io.zentra.core.storage.internal;

import io.zentra.core.storage.RowType;
import io.zentra.core.storage.internal.SettledTable.Settled;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Ends a log whose rows were put into its table, inside the transaction of the commit that filled it. */
final class LogEnding {
    private LogEnding() {}

    /** Empties the log and marks where that was. */
    static void endLog(StatementCache statements, RowType<?, ?> type, int tenantNo, long seq, byte[] hash)
            throws SQLException {
        String log = type.log().table();
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
}
