package io.zentra.benchmarks.writing;

import io.zentra.benchmarks.Benchmark;
import io.zentra.ledger.Hold;
import io.zentra.ledger.PostingRequest;
import java.io.PrintStream;
import java.util.List;

/** What it costs to hold an amount and then to capture it. */
public final class HoldBenchmark implements Benchmark {
    @Override
    public String name() {
        return "hold";
    }

    @Override
    public String usage() {
        return "hold measures pairs of a hold and its capture, by callers that wait for each\n" + WritingOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        WritingOptions options = WritingOptions.parse(words);
        try (Shop shop = new Shop(options)) {
            out.println(shop.description());
            Writing writing = new Writing(options.callers(), () -> holdAndCapture(shop));
            writing.warmUp(options.time());
            for (int round = 0; round < options.rounds(); round++) {
                writing.measure(options.time());
            }
            out.println("hold storage=" + options.storageName() + " callers=" + options.callers() + " accounts="
                    + options.accounts() + " pairs=" + Math.round(writing.rate()) + " p50_ms=" + writing.millis(500)
                    + " p99_ms=" + writing.millis(990));
        }
    }

    private static void holdAndCapture(Shop shop) {
        PostingRequest sale = shop.sale();
        Hold hold = shop.ledgers().hold(sale).orElseThrow();
        shop.ledgers().capture(hold.id(), sale.key().value()).orElseThrow();
    }
}
