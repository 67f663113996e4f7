package io.zentra.benchmarks.posting;

import io.zentra.benchmarks.Benchmark;
import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.database.Databases;
import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Measured;
import io.zentra.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Postings a second through the library, by hand in batches, and by hand one a transaction: in turn, in this process, each
 * over a fresh copy of the same database. A first, short round warms up and does not count.
 */
public final class PostingBenchmark implements Benchmark {
    private static final Goal WARM_UP = Goal.lasting(Duration.ofSeconds(3));

    @Override
    public String name() {
        return "posting";
    }

    @Override
    public String usage() {
        return PostingOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        PostingOptions options = PostingOptions.parse(words);
        Workload workload = new Workload(options.distribution(), options.accounts(), options.keys());
        Path file = file(options);
        try (Databases databases = open(options, file, new Prefill(workload, options, out))) {
            out.println(databases.description());
            if (options.prefill() == 0) {
                new Run(options, workload, databases, databases, out).all();
                return;
            }
            Path emptyFile = file.resolveSibling("empty-" + file.getFileName());
            Prefill accountsOnly = new Prefill(workload, options.withoutPrefill(), out);
            try (Databases empty = open(options, emptyFile, accountsOnly)) {
                new Run(options, workload, databases, empty, out).all();
            }
        }
    }

    private static Databases open(PostingOptions options, Path file, Prefill prefill) throws Exception {
        return options.storage().open(file, options.url(), options.callers(), prefill);
    }

    private static Path file(PostingOptions options) throws IOException {
        if (options.file().isPresent()) {
            return options.file().get().toAbsolutePath();
        }
        Path folder = Files.createTempDirectory("zentra-benchmark");
        folder.toFile().deleteOnExit();
        return folder.resolve("posting.db");
    }

    /** The rounds of one run. */
    private static final class Run {
        private final PostingOptions options;
        private final Databases databases;
        private final Databases empty;
        private final PrintStream out;
        private final OurPhase ours;
        private final OurPhase oursInEmpty;
        private final RawPhase raw;
        private final PlainPhase plain;

        Run(PostingOptions options, Workload workload, Databases databases, Databases empty, PrintStream out) {
            this.options = options;
            this.databases = databases;
            this.empty = empty;
            this.out = out;
            this.ours = new OurPhase(workload, options.callers(), options.bulk());
            this.oursInEmpty = new OurPhase(workload, options.callers(), options.bulk());
            this.raw = new RawPhase(workload, options);
            this.plain = new PlainPhase(workload, options);
        }

        void all() throws Exception {
            round("warm-up", WARM_UP, new Summary(options));
            ours.takeLatencies();
            Summary summary = new Summary(options);
            for (int round = 1; round <= options.rounds(); round++) {
                round("round " + round, options.goal(), summary);
            }
            out.println(summary.line(ours.takeLatencies()));
        }

        private void round(String name, Goal goal, Summary summary) throws Exception {
            if (empty != databases) {
                summary.addEmpty(measure(name + " ours without prefill", oursInEmpty, goal, empty));
            }
            Measured reached = measure(name + " ours", ours, goal, databases);
            summary.addOurs(reached);
            if (!options.onlyOurs()) {
                raw.batch(options.batch() == 0 ? reached.batch() : options.batch());
                summary.addRaw(measure(name + " raw", raw, goal, databases));
                summary.addPlain(measure(name + " plain", plain, goal, databases));
            }
        }

        private Measured measure(String name, Phase phase, Goal goal, Databases from) throws Exception {
            Measured measured;
            try (Database database = from.fresh()) {
                measured = phase.run(database, goal);
            }
            out.println(name + ": " + measured);
            return measured;
        }
    }
}
