package io.zentra.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;

/** SQLite databases in memory; each is filled anew. */
final class MemoryDatabases implements Databases {
    private final Filling filling;

    MemoryDatabases(Filling filling) {
        this.filling = filling;
    }

    @Override
    public Database fresh() throws Exception {
        HikariDataSource source = Database.pool(Storage.inMemory());
        filling.fill(Storage.of(source, Dialect.SQLITE));
        return new Database(Dialect.SQLITE, source) {
            @Override
            void delete() {
                // it went with its last connection
            }
        };
    }

    @Override
    public String description() {
        return "SQLite in memory, not durable";
    }

    @Override
    public void close() {
        // nothing is left open
    }
}
