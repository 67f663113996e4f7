package io.zentra.benchmarks.database;

import io.zentra.core.storage.Storage;
import java.io.IOException;
import java.sql.SQLException;

/** Makes equal databases, one for each phase. */
public interface Databases extends AutoCloseable {
    /** Puts into a new database what each phase begins with. */
    @FunctionalInterface
    interface Filling {
        /** Fills it through the library. */
        void fill(Storage storage) throws Exception;
    }

    /** The next database. */
    Database fresh() throws Exception;

    /** What runs, and how it is made durable. */
    String description() throws SQLException;

    @Override
    void close() throws SQLException, IOException;
}
