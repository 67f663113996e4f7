package io.zentra.benchmarks.history;

import io.zentra.benchmarks.Arguments;
import io.zentra.benchmarks.UsageException;
import io.zentra.benchmarks.database.Databases;
import io.zentra.benchmarks.database.KeptDatabases;
import io.zentra.benchmarks.database.StorageKind;
import io.zentra.ledger.ZentraLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What to read.
 *
 * @param storage which database
 * @param entries how many entries the account has
 * @param large how many it has where two histories are compared
 * @param backdated which share of them took effect up to an hour before they were recorded, 0 to 1
 * @param time how long each measurement lasts
 * @param rounds how many times each is made
 * @param url the PostgreSQL server to use
 * @param file where the database goes
 * @param keeps whether it stays there, and what a run before left is measured as it is
 */
record HistoryOptions(
        StorageKind storage,
        long entries,
        long large,
        double backdated,
        Duration time,
        int rounds,
        Optional<String> url,
        Optional<Path> file,
        boolean keeps) {
    private static final long MOST = 1_000_000_000;

    /** The lines that explain these options. */
    static final String USAGE = """
              --storage sqlite|postgres|memory|h2      which database (sqlite)
              --entries N                              entries of the account (10000)
              --large N                                entries of the longer history (10000000); asof only
              --backdated SHARE                        entries that come up to an hour late, 0 to 1 (0)
              --seconds N                              how long a measurement lasts (3)
              --rounds N                               measurements, of which the median counts (3)
              --url JDBC_URL                           the PostgreSQL server to use (starts one)
              --file PATH                              where the database goes (a temporary folder)
              --keep                                   leaves it there, and measures what a run before left (sqlite)""";

    static HistoryOptions parse(List<String> words) throws UsageException {
        Arguments arguments = Arguments.parse(
                words,
                Set.of("--storage", "--entries", "--large", "--backdated", "--seconds", "--rounds", "--url", "--file"),
                Set.of("--keep"));
        requireKept(arguments);
        return new HistoryOptions(
                arguments.choice("--storage", StorageKind.SQLITE),
                arguments.number("--entries", 10_000, 1_000, MOST),
                arguments.number("--large", 10_000_000, 1_000, MOST),
                share(arguments.text("--backdated").orElse("0")),
                Duration.ofSeconds(arguments.number("--seconds", 3, 1, 3_600)),
                (int) arguments.number("--rounds", 3, 1, 1_000),
                arguments.text("--url"),
                arguments.text("--file").map(Path::of),
                arguments.has("--keep"));
    }

    private static void requireKept(Arguments arguments) throws UsageException {
        boolean isFile = arguments.choice("--storage", StorageKind.SQLITE) == StorageKind.SQLITE
                && arguments.text("--file").isPresent();
        if (arguments.has("--keep") && !isFile) {
            throw new UsageException("--keep takes a --file of SQLite");
        }
    }

    private static double share(String word) throws UsageException {
        if (!word.matches("0|1|0?\\.[0-9]{1,6}")) {
            throw new UsageException("--backdated is a share from 0 to 1, such as 0.5, not " + word);
        }
        return Double.parseDouble(word);
    }

    /** How the last line names the storage. */
    String storageName() {
        return storage.name().toLowerCase(Locale.ROOT);
    }

    /** Databases with tables and nothing in them; the name tells them from others of this run. */
    Databases databases(String name) throws Exception {
        if (keeps) {
            return new KeptDatabases(path(name));
        }
        return storage.open(
                path(name), url, 1, empty -> ZentraLedger.open(empty).close());
    }

    private Path path(String name) throws IOException {
        if (file.isPresent()) {
            Path given = file.get().toAbsolutePath();
            return given.resolveSibling(name + "-" + given.getFileName());
        }
        Path folder = Files.createTempDirectory("zentra-benchmark");
        folder.toFile().deleteOnExit();
        return folder.resolve(name + ".db");
    }
}
