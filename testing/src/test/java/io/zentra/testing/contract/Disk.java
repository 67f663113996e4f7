package io.zentra.testing.contract;

import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Databases as a killed process leaves them. What it has written is in the files, on the disk or on the way to it; what it
 * kept in its memory is gone, with its locks. So the files are copied in the moment of its death, and the next process works
 * on the copy. A server lives on: the dead one's connections are closed, and what it had not committed is rolled back. The
 * files lie in memory, so those of a dead process go when the next one has died, and all of them in the end.
 */
final class Disk implements Remains {
    /** The files of a database, as far as they are there. A write-ahead log is read anew, so its index is not taken. */
    private static final List<String> SUFFIXES = List.of("", "-wal", "-journal", ".mv.db");

    private final Dialect dialect;
    private final Path folder;
    private Path file;
    private @Nullable Path dead;
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
            copy(file, copy);
            deleteDead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        dead = file;
        file = copy;
        storage = open(dialect, copy);
    }

    private static void copy(Path file, Path copy) throws IOException {
        for (String suffix : SUFFIXES) {
            Path from = Path.of(file + suffix);
            if (Files.exists(from)) {
                Files.copy(from, Path.of(copy + suffix));
            }
        }
    }

    /** Deletes what was left by the process that died before this one; this one's files are open still. */
    private void deleteDead() throws IOException {
        if (dead != null) {
            for (String suffix : SUFFIXES) {
                Files.deleteIfExists(Path.of(dead + suffix));
            }
        }
    }

    @Override
    public void delete() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Storage open(Dialect dialect, Path file) {
        return switch (dialect) {
            case SQLITE -> Storage.sqlite(file);
            case H2 -> Storage.h2(file);
            case POSTGRES -> Storage.postgres(Postgres.newSchema(), "postgres", "postgres");
        };
    }
}
