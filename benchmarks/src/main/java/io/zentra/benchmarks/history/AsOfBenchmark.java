package io.zentra.benchmarks.history;

import io.zentra.benchmarks.Benchmark;
import io.zentra.ledger.TimeAxis;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a balance of any time costs, on both axes, in a short history and in a long one, in turn. */
public final class AsOfBenchmark implements Benchmark {
    @Override
    public String name() {
        return "asof";
    }

    @Override
    public String usage() {
        return "asof measures balances of any time, in a history of --entries and in one of --large, by one caller\n"
                + HistoryOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        HistoryOptions options = HistoryOptions.parse(words);
        try (Past small = new Past(options, options.entries(), out);
                Past large = new Past(options, options.large(), out)) {
            out.println(large.description());
            StringBuilder line = new StringBuilder("asof storage=" + options.storageName() + " small="
                    + options.entries() + " large=" + options.large() + " backdated=" + options.backdated());
            for (TimeAxis axis : TimeAxis.values()) {
                line.append(compared(options, axis, small, large));
            }
            out.println(line);
        }
    }

    private static String compared(HistoryOptions options, TimeAxis axis, Past small, Past large) {
        Reading inSmall = reading(small, axis);
        Reading inLarge = reading(large, axis);
        inSmall.warmUp(options.time());
        inLarge.warmUp(options.time());
        for (int round = 0; round < options.rounds(); round++) {
            inSmall.measure(options.time());
            inLarge.measure(options.time());
        }
        String name = axis.name().toLowerCase(Locale.ROOT);
        return String.format(
                Locale.ROOT,
                " %s_small_us=%.0f %s_large_us=%.0f %s_ratio=%.2f",
                name,
                inSmall.microsEach(),
                name,
                inLarge.microsEach(),
                name,
                inLarge.microsEach() / inSmall.microsEach());
    }

    private static Reading reading(Past past, TimeAxis axis) {
        return new Reading(() -> past.book().ledgers().balance(Past.ACCOUNT, axis, past.anyTime()));
    }
}
