package io.zentra.benchmarks.history;

import io.zentra.benchmarks.Benchmark;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.VerificationPlan;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a verification of all costs, and one of what is new since: a hundredth more. */
public final class VerificationBenchmark implements Benchmark {
    private static final int NEW_SHARE = 100;

    @Override
    public String name() {
        return "verification";
    }

    @Override
    public String usage() {
        return "verification measures verifications of the whole journal, and of a hundredth that is new behind a record\n"
                + HistoryOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        HistoryOptions options = HistoryOptions.parse(words);
        Path records = Files.createTempDirectory("zentra-records");
        records.toFile().deleteOnExit();
        try (Past past = new Past(options, options.entries(), out)) {
            out.println(past.description());
            long more = options.entries() / NEW_SHARE;
            long[] whole = new long[options.rounds()];
            long[] next = new long[options.rounds()];
            VerificationPlan goingOn = VerificationPlan.full().goingOnFrom(Vault.inFolder(records));
            millis(past, goingOn);
            for (int round = 0; round < options.rounds(); round++) {
                long there = options.entries() + round * more;
                past.fill(there, there + more, options.backdated());
                whole[round] = millis(past, VerificationPlan.full());
                next[round] = millis(past, goingOn);
            }
            out.println("verification storage=" + options.storageName() + " events="
                    + past.book().journal().size() + " new=" + more + " whole_ms=" + median(whole) + " next_ms="
                    + median(next));
        }
    }

    private static long millis(Past past, VerificationPlan plan) {
        long begin = System.nanoTime();
        past.book().ledgers().verify(plan).requireSound();
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
