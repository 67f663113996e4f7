package io.zentra.benchmarks.posting;

import io.zentra.benchmarks.Arguments;
import io.zentra.benchmarks.UsageException;
import io.zentra.benchmarks.database.StorageKind;
import io.zentra.benchmarks.workload.Distribution;
import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What to measure.
 *
 * @param storage which database
 * @param callers how many threads post through ours
 * @param accounts how many accounts there are
 * @param distribution which of them are preferred
 * @param keys what idempotency keys look like
 * @param goal how long each phase lasts
 * @param rounds how many times each phase is measured
 * @param batch postings a commit of the raw loop; 0 for as many as ours reached
 * @param bulk whether one caller posts thousands at once
 * @param prefill how many postings there are before
 * @param onlyOurs whether only ours is measured, for profiles
 * @param url the PostgreSQL server to use
 * @param file where the database goes
 */
record PostingOptions(
        StorageKind storage,
        int callers,
        int accounts,
        Distribution distribution,
        Keys keys,
        Goal goal,
        int rounds,
        int batch,
        boolean bulk,
        long prefill,
        boolean onlyOurs,
        Optional<String> url,
        Optional<Path> file) {
    static final String USAGE = """
            posting measures postings a second: ours, a raw JDBC loop and plain transactions, in turn
              --storage sqlite|postgres|memory|h2      which database (sqlite)
              --callers N                              threads that post through ours (64)
              --accounts N                             accounts (100000)
              --distribution uniform|zipf|hot2         which accounts are preferred (uniform)
              --keys ascending|random                  idempotency keys like order numbers, or UUIDs (ascending)
              --seconds N | --postings N               how long a phase lasts (5 seconds)
              --rounds N                               rounds, of which the median counts (3)
              --batch N                                batch of the raw loop (what ours reached)
              --bulk                                   one caller, 1,000 postings a call
              --prefill N                              postings put in before (0); ours is also measured without
              --only-ours                              leave raw and plain out
              --url JDBC_URL                           the PostgreSQL server to use (starts one)
              --file PATH                              where the database goes (a temporary folder)""";

    private static final int DEFAULT_SECONDS = 5;

    static PostingOptions parse(List<String> words) throws UsageException {
        Arguments arguments = Arguments.parse(
                words,
                Set.of(
                        "--storage",
                        "--callers",
                        "--accounts",
                        "--distribution",
                        "--keys",
                        "--seconds",
                        "--postings",
                        "--rounds",
                        "--batch",
                        "--prefill",
                        "--url",
                        "--file"),
                Set.of("--bulk", "--only-ours"));
        boolean bulk = arguments.has("--bulk");
        return new PostingOptions(
                arguments.choice("--storage", StorageKind.SQLITE),
                bulk ? 1 : (int) arguments.number("--callers", 64, 1, 10_000),
                (int) arguments.number("--accounts", 100_000, 2, 10_000_000),
                arguments.choice("--distribution", Distribution.UNIFORM),
                arguments.choice("--keys", Keys.ASCENDING),
                goal(arguments),
                (int) arguments.number("--rounds", 3, 1, 1_000),
                (int) arguments.number("--batch", 0, 1, 100_000),
                bulk,
                arguments.number("--prefill", 0, 0, 1_000_000_000),
                arguments.has("--only-ours"),
                arguments.text("--url"),
                arguments.text("--file").map(Path::of));
    }

    /** The same without postings from before. */
    PostingOptions withoutPrefill() {
        return new PostingOptions(
                storage, callers, accounts, distribution, keys, goal, rounds, batch, bulk, 0, onlyOurs, url, file);
    }

    /** How the last line names the storage. */
    String storageName() {
        return storage.name().toLowerCase(Locale.ROOT);
    }

    private static Goal goal(Arguments arguments) throws UsageException {
        if (arguments.has("--postings") && arguments.has("--seconds")) {
            throw new UsageException("--seconds and --postings exclude each other");
        }
        return arguments.has("--postings")
                ? Goal.of(arguments.number("--postings", 1, 1, 1_000_000_000))
                : Goal.lasting(Duration.ofSeconds(arguments.number("--seconds", DEFAULT_SECONDS, 1, 86_400)));
    }
}
