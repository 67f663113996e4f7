package io.zentra.testing.contract;

import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Databases as a killed process leaves them. What it has written is in the files, on the disk or on the way to it; what it
 * kept in its memory is gone, with its locks. So the files are copied in the moment of its death, and the next process works
 * on the copy. A server lives on: the dead one's connections are closed, and what it had not committed is rolled back.
 */
final class Disk implements Remains {
    /** The files of a database, as far as they are there. A write-ahead log is read anew, so its index is not taken. */
    private static final List<String> SUFFIXES = List.of("", "-wal", "-journal", ".mv.db");

    private final Dialect dialect;
    private final Path folder;
    private Path file;
    private Storage storage;
    private int deaths;

    private Disk(Dialect dialect, Path folder) {
        this.dialect = dialect;
        this.folder = folder;
        this.file = folder.resolve("zentra-0");
        this.storage = open(dialect, file);
    }

    /** An empty database of this kind, with its files in a folder of its own. */
    static Remains empty(Dialect dialect, Path folder) {
        try {
            return new Disk(dialect, Files.createTempDirectory(folder, "disk"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public void keep() {
        if (dialect == Dialect.POSTGRES) {
            return;
        }
        Path copy = folder.resolve("zentra-" + ++deaths);
        try {
            for (String suffix : SUFFIXES) {
                Path from = Path.of(file + suffix);
                if (Files.exists(from)) {
                    Files.copy(from, Path.of(copy + suffix));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file = copy;
        storage = open(dialect, copy);
    }

    private static Storage open(Dialect dialect, Path file) {
        return switch (dialect) {
            case SQLITE -> Storage.sqlite(file);
            case H2 -> Storage.h2(file);
            case POSTGRES -> Storage.postgres(Postgres.newSchema(), "postgres", "postgres");
        };
    }
}
