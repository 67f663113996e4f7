package io.zentra.benchmarks.writing;

import io.zentra.benchmarks.Benchmark;
import io.zentra.ledger.PostingRequest;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/** What one call of 1,000 postings costs: all or none, and in turn each on its own. */
public final class BulkBenchmark implements Benchmark {
    private static final int SIZE = 1_000;

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public String usage() {
        return "bulk measures calls of " + SIZE + " postings by one caller, all or none and each on its own, in turn\n"
                + WritingOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        WritingOptions options = WritingOptions.parse(words);
        try (Shop shop = new Shop(options)) {
            out.println(shop.description());
            Writing atomic = new Writing(
                    1, () -> shop.ledgers().postAtomically(sales(shop)).orElseThrow());
            Writing each =
                    new Writing(1, () -> shop.ledgers().postAll(sales(shop)).forEach(outcome -> outcome.orElseThrow()));
            atomic.warmUp(options.time());
            each.warmUp(options.time());
            for (int round = 0; round < options.rounds(); round++) {
                atomic.measure(options.time());
                each.measure(options.time());
            }
            out.println("bulk storage=" + options.storageName() + " accounts=" + options.accounts() + " size=" + SIZE
                    + " atomic=" + Math.round(atomic.rate() * SIZE) + " each=" + Math.round(each.rate() * SIZE)
                    + " atomic_p50_ms=" + atomic.millis(500) + " atomic_p99_ms=" + atomic.millis(990)
                    + " each_p50_ms=" + each.millis(500) + " each_p99_ms=" + each.millis(990));
        }
    }

    private static List<PostingRequest> sales(Shop shop) {
        return Stream.generate(shop::sale).limit(SIZE).toList();
    }
}
