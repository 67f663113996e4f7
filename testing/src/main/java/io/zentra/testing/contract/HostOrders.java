package io.zentra.testing.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A table of the host's own, written in its transactions beside what Zentra writes there. */
record HostOrders(DataSource source) {
    /** Makes the table. */
    void create() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table host_order (id integer primary key)");
        }
    }

    /** Writes a row in a transaction. */
    static void place(Connection connection, int id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into host_order (id) values (" + id + ")");
        }
    }

    /** How many are committed. */
    long count() {
        return new RawSql(source).number("select count(*) from host_order");
    }
}
