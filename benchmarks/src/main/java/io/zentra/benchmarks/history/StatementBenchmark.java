package io.zentra.benchmarks.history;

import io.zentra.benchmarks.Benchmark;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import java.io.PrintStream;
import java.util.List;

/** What a page of a statement costs, from anywhere in a history. */
public final class StatementBenchmark implements Benchmark {
    private static final int LINES = 100;

    @Override
    public String name() {
        return "statement";
    }

    @Override
    public String usage() {
        return "statement measures pages of " + LINES + " lines from any time on, on both axes, by one caller\n"
                + HistoryOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        HistoryOptions options = HistoryOptions.parse(words);
        try (Past past = new Past(options, options.entries(), out)) {
            out.println(past.description());
            StatementRequest request = StatementRequest.of(Past.ACCOUNT).limit(LINES);
            Reading recorded = new Reading(() -> page(past, request));
            Reading effective = new Reading(() -> page(past, request.effective()));
            recorded.warmUp(options.time());
            effective.warmUp(options.time());
            for (int round = 0; round < options.rounds(); round++) {
                recorded.measure(options.time());
                effective.measure(options.time());
            }
            out.println("statement storage=" + options.storageName() + " entries=" + options.entries() + " lines="
                    + LINES + " recorded=" + recorded.rate() + " effective=" + effective.rate() + " recorded_p99_ms="
                    + recorded.millis(990) + " effective_p99_ms=" + effective.millis(990));
        }
    }

    private static Statement page(Past past, StatementRequest request) {
        return past.book().ledgers().statement(request.from(past.anyTime()));
    }
}
