package io.zentra.examples;

import io.zentra.core.storage.Storage;
import java.nio.file.Path;

/** The database that an argument names. */
final class Databases {
    private static final String POSTGRES = "jdbc:postgresql:";
    private static final String H2_FILE = "jdbc:h2:file:";

    private Databases() {}

    /** PostgreSQL with user and password in its address, an H2 file, or a path to a SQLite file. */
    static Storage storage(String database) {
        if (database.startsWith(POSTGRES)) {
            return Storage.postgres(database);
        }
        if (database.startsWith(H2_FILE)) {
            return Storage.h2(Path.of(database.substring(H2_FILE.length())));
        }
        if (database.startsWith("jdbc:")) {
            throw new IllegalArgumentException("the example knows " + POSTGRES + "… and " + H2_FILE
                    + "… addresses, or a path to a SQLite file, not " + database);
        }
        return Storage.sqlite(Path.of(database));
    }
}
