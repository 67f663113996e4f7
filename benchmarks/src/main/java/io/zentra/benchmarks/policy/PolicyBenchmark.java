package io.zentra.benchmarks.policy;

import io.zentra.benchmarks.Arguments;
import io.zentra.benchmarks.Benchmark;
import io.zentra.benchmarks.UsageException;
import io.zentra.benchmarks.database.Databases;
import io.zentra.benchmarks.writing.Writing;
import io.zentra.benchmarks.writing.WritingOptions;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a decision of many rules costs by itself, and what decisions with windows leave of the postings a second: rounds with
 * and without a policy in turn, each over a fresh copy of the same database.
 */
public final class PolicyBenchmark implements Benchmark {
    @Override
    public String name() {
        return "policy";
    }

    @Override
    public String usage() {
        return "policy measures decisions of --rules N (1000) rules of five conditions, then postings with and without a"
                + " policy of ten rules and two windows\n" + WritingOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        List<String> rest = new ArrayList<>(words);
        int rules = rules(rest);
        WritingOptions options = WritingOptions.parse(rest);
        Deciding deciding = new Deciding(rules);
        deciding.run();
        out.println(String.format(
                Locale.ROOT,
                "decisions: p50 %.3f us, p99 %.3f us, %d bytes, %.1f rules apply",
                deciding.medianMicros(),
                deciding.p99Micros(),
                deciding.bytes(),
                deciding.firedEach()));
        try (Databases databases = options.databases(storage -> ControlledShop.fill(storage, options.accounts()))) {
            out.println(databases.description());
            List<Long> without = new ArrayList<>();
            List<Long> with = new ArrayList<>();
            for (int round = 0; round <= options.rounds(); round++) { // the first warms up
                long plain = rate(databases, options, ControlledShop::plain);
                long controlled = rate(databases, options, ControlledShop::controlled);
                out.println((round == 0 ? "warm-up" : "round " + round) + ": without " + plain + "/s, with "
                        + controlled + "/s");
                if (round > 0) {
                    without.add(plain);
                    with.add(controlled);
                }
            }
            out.println(String.format(
                    Locale.ROOT,
                    "policy rules=%d p50_us=%.3f bytes_per_decision=%d postings_with=%d postings_without=%d kept=%.2f",
                    rules,
                    deciding.medianMicros(),
                    deciding.bytes(),
                    median(with),
                    median(without),
                    (double) median(with) / median(without)));
        }
    }

    private static long rate(Databases databases, WritingOptions options, Consumer<ControlledShop> write)
            throws Exception {
        try (ControlledShop shop = new ControlledShop(databases.fresh(), options.accounts())) {
            Writing writing = new Writing(options.callers(), () -> write.accept(shop));
            writing.measure(options.time());
            return Math.round(writing.rate());
        }
    }

    private static long median(List<Long> rates) {
        return rates.stream().sorted().skip((rates.size() - 1) / 2).findFirst().orElseThrow();
    }

    private static int rules(List<String> words) throws UsageException {
        int at = words.indexOf("--rules");
        if (at < 0) {
            return 1_000;
        }
        List<String> own = new ArrayList<>(words.subList(at, Math.min(at + 2, words.size())));
        words.subList(at, at + own.size()).clear();
        return (int) Arguments.parse(own, Set.of("--rules"), Set.of()).number("--rules", 1_000, 1, 5_000);
    }
}
