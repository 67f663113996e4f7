package io.zentra.benchmarks.database;

import io.zentra.core.storage.Dialect;
import java.nio.file.Path;
import java.util.Optional;

/** The databases to choose from. */
public enum StorageKind {
    /** A file in WAL mode with {@code synchronous=FULL}. */
    SQLITE,
    /** A PostgreSQL server, started for the run unless an address is given. */
    POSTGRES,
    /** SQLite in this process's memory. */
    MEMORY,
    /** An H2 file with a checkpoint after each commit. */
    H2;

    /**
     * Opens databases of this kind.
     *
     * @param file where files go; its name tells databases apart that are open at once
     * @param url the PostgreSQL server to use; it starts one when there is none
     * @param connections how many connections loops by hand will need
     */
    public Databases open(Path file, Optional<String> url, int connections, Databases.Filling filling)
            throws Exception {
        return switch (this) {
            case SQLITE -> new FileDatabases(Dialect.SQLITE, file, filling);
            case H2 -> new FileDatabases(Dialect.H2, file, filling);
            case MEMORY -> new MemoryDatabases(filling);
            case POSTGRES -> new PostgresDatabases(file.getFileName().toString(), url, connections, filling);
        };
    }
}
