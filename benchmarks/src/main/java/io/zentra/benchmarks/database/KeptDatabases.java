package io.zentra.benchmarks.database;

import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import java.nio.file.Path;

/** One SQLite file that stays, with what a run before left in it. */
public final class KeptDatabases implements Databases {
    private final Path file;

    /** The file, made when there is none. */
    public KeptDatabases(Path file) {
        this.file = file;
    }

    @Override
    public Database fresh() {
        return new Database(Dialect.SQLITE, Database.pool(Storage.sqlite(file))) {
            @Override
            void delete() {
                // kept
            }
        };
    }

    @Override
    public String description() {
        return "SQLite file, WAL, synchronous=FULL, kept: " + file;
    }

    @Override
    public void close() {
        // nothing is left open
    }
}
