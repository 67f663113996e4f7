package io.zentra.benchmarks.history;

import io.zentra.benchmarks.Benchmark;
import java.io.PrintStream;
import java.util.List;

/** What the balances of an account as they are now cost. */
public final class BalanceBenchmark implements Benchmark {
    @Override
    public String name() {
        return "balance";
    }

    @Override
    public String usage() {
        return "balance measures reads of an account's balances by one caller\n" + HistoryOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        HistoryOptions options = HistoryOptions.parse(words);
        try (Past past = new Past(options, options.entries(), out)) {
            out.println(past.description());
            Reading reading = new Reading(() -> past.book().accounts().balances(Past.ACCOUNT));
            reading.warmUp(options.time());
            for (int round = 0; round < options.rounds(); round++) {
                reading.measure(options.time());
            }
            out.println("balance storage=" + options.storageName() + " entries=" + options.entries() + " reads="
                    + reading.rate() + " p50_ms=" + reading.millis(500) + " p99_ms=" + reading.millis(990));
        }
    }
}
