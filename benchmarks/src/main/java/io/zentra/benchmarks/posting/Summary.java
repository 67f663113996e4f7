package io.zentra.benchmarks.posting;

import io.zentra.benchmarks.workload.Latencies;
import io.zentra.benchmarks.workload.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rounds' results and the last line. Not thread-safe. */
final class Summary {
    private final PostingOptions options;
    private final List<Long> ours = new ArrayList<>();
    private final List<Long> empty = new ArrayList<>();
    private final List<Long> raw = new ArrayList<>();
    private final List<Long> plain = new ArrayList<>();

    Summary(PostingOptions options) {
        this.options = options;
    }

    void addOurs(Measured measured) {
        ours.add(measured.rate());
    }

    /** Ours in a database without the postings from before. */
    void addEmpty(Measured measured) {
        empty.add(measured.rate());
    }

    void addRaw(Measured measured) {
        raw.add(measured.rate());
    }

    void addPlain(Measured measured) {
        plain.add(measured.rate());
    }

    /** The last line: medians over the rounds, and what share of them ours is. */
    String line(Latencies latencies) {
        return "posting storage=" + options.storageName() + " callers=" + options.callers() + " accounts="
                + options.accounts() + " ours=" + median(ours) + " raw=" + median(raw) + " plain=" + median(plain)
                + " ratio=" + share(median(ours), median(raw)) + " speedup=" + share(median(ours), median(plain))
                + " p50_ms=" + millis(latencies.micros(500)) + " p99_ms=" + millis(latencies.micros(990))
                + (empty.isEmpty() ? "" : " empty=" + median(empty) + " kept=" + share(median(ours), median(empty)));
    }

    private static long median(List<Long> rates) {
        return rates.isEmpty()
                ? 0
                : rates.stream()
                        .sorted()
                        .skip((rates.size() - 1) / 2)
                        .findFirst()
                        .orElseThrow();
    }

    private static String share(long one, long other) {
        return other == 0 ? "-" : String.format(Locale.ROOT, "%.2f", (double) one / other);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%d.%03d", micros / 1_000, micros % 1_000);
    }
}
