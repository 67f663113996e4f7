package io.zentra.benchmarks.writing;

import io.zentra.benchmarks.Arguments;
import io.zentra.benchmarks.UsageException;
import io.zentra.benchmarks.database.Databases;
import io.zentra.benchmarks.database.StorageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What to write.
 *
 * @param storage which database
 * @param callers how many threads write
 * @param accounts how many customers there are
 * @param time how long each measurement lasts
 * @param rounds how many times each is made
 * @param url the PostgreSQL server to use
 * @param file where the database goes
 */
public record WritingOptions(
        StorageKind storage,
        int callers,
        int accounts,
        Duration time,
        int rounds,
        Optional<String> url,
        Optional<Path> file) {
    /** The lines that explain these options. */
    public static final String USAGE = """
              --storage sqlite|postgres|memory|h2      which database (sqlite)
              --callers N                              threads that write (64); hold and policy only
              --accounts N                             customers (10000)
              --seconds N                              how long a measurement lasts (5)
              --rounds N                               measurements, of which the median counts (3)
              --url JDBC_URL                           the PostgreSQL server to use (starts one)
              --file PATH                              where the database goes (a temporary folder)""";

    /**
     * Reads the options.
     *
     * @throws UsageException when one is unknown or out of range
     */
    public static WritingOptions parse(List<String> words) throws UsageException {
        Arguments arguments = Arguments.parse(
                words,
                Set.of("--storage", "--callers", "--accounts", "--seconds", "--rounds", "--url", "--file"),
                Set.of());
        return new WritingOptions(
                arguments.choice("--storage", StorageKind.SQLITE),
                (int) arguments.number("--callers", 64, 1, 10_000),
                (int) arguments.number("--accounts", 10_000, 1, 10_000_000),
                Duration.ofSeconds(arguments.number("--seconds", 5, 1, 3_600)),
                (int) arguments.number("--rounds", 3, 1, 1_000),
                arguments.text("--url"),
                arguments.text("--file").map(Path::of));
    }

    /** How the last line names the storage. */
    public String storageName() {
        return storage.name().toLowerCase(Locale.ROOT);
    }

    /** Databases that begin with what is filled in. */
    public Databases databases(Databases.Filling filling) throws Exception {
        return storage.open(path(), url, callers, filling);
    }

    private Path path() throws IOException {
        if (file.isPresent()) {
            return file.get().toAbsolutePath();
        }
        Path folder = Files.createTempDirectory("zentra-benchmark");
        folder.toFile().deleteOnExit();
        return folder.resolve("writing.db");
    }
}
