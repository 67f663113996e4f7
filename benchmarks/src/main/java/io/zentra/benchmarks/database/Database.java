package io.zentra.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One database, filled and fresh, for one phase; closing it deletes it. */
public abstract class Database implements AutoCloseable {
    private final Dialect dialect;
    private final HikariDataSource source;

    Database(Dialect dialect, HikariDataSource source) {
        this.dialect = dialect;
        this.source = source;
    }

    /** The pool that the library makes for a storage, to be shared with loops by hand. */
    static HikariDataSource pool(Storage storage) {
        return (HikariDataSource) storage.open();
    }

    /** Which database it is. */
    public Dialect dialect() {
        return dialect;
    }

    /** How ours opens it: over the same connections as the loops by hand, so with the same durability. */
    public Storage storage() {
        return storage(source);
    }

    /** The connections of both. */
    public DataSource source() {
        return source;
    }

    /** How ours opens it over other connections to it. */
    public Storage storage(DataSource over) {
        return dialect == Dialect.POSTGRES ? Storage.postgres(over) : Storage.of(over, dialect);
    }

    /** A connection for a loop by hand, in manual commit. */
    public Connection connect() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public void close() throws SQLException, IOException {
        source.close();
        delete();
    }

    abstract void delete() throws SQLException, IOException;
}
