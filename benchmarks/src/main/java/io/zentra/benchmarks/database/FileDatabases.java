package io.zentra.benchmarks.database;

import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** SQLite and H2 files: one is filled, and each phase gets a copy of it. */
final class FileDatabases implements Databases {
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm", ".mv.db", ".trace.db");

    private final Dialect dialect;
    private final Path template;
    private final Path copy;

    FileDatabases(Dialect dialect, Path file, Filling filling) throws Exception {
        this.dialect = dialect;
        this.template = file.resolveSibling(file.getFileName() + ".template");
        this.copy = file;
        delete(template);
        filling.fill(storage(template));
    }

    @Override
    public Database fresh() throws IOException {
        delete(copy);
        String suffix = dialect == Dialect.H2 ? ".mv.db" : "";
        Files.copy(withSuffix(template, suffix), withSuffix(copy, suffix));
        force(withSuffix(copy, suffix));
        return new Database(dialect, Database.pool(storage(copy))) {
            @Override
            void delete() throws IOException {
                FileDatabases.delete(copy);
            }
        };
    }

    @Override
    public String description() {
        return dialect == Dialect.H2
                ? "H2 file, CHECKPOINT SYNC after each commit"
                : "SQLite file, WAL, synchronous=FULL: " + copy;
    }

    @Override
    public void close() throws IOException {
        delete(template);
    }

    private Storage storage(Path file) {
        return dialect == Dialect.H2 ? Storage.h2(file) : Storage.sqlite(file);
    }

    /** What the copy left to be written is no phase's business. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void delete(Path file) throws IOException {
        for (String suffix : SUFFIXES) {
            Files.deleteIfExists(withSuffix(file, suffix));
        }
    }

    private static Path withSuffix(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
