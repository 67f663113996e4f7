package io.zentra.benchmarks.history;

import io.zentra.benchmarks.workload.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One kind of read, measured in rounds by one caller. Not thread-safe. */
final class Reading {
    private static final int WARM_UP_SHARE = 3;

    private final Runnable read;
    private final List<Double> micros = new ArrayList<>();
    private final Latencies latencies = new Latencies();

    /** Reads as this does, with results that nobody looks at. */
    Reading(Runnable read) {
        this.read = read;
    }

    /** Lets the compiler see it. */
    void warmUp(Duration time) {
        measure(time.dividedBy(WARM_UP_SHARE), new Latencies());
    }

    /** One round. */
    void measure(Duration time) {
        micros.add(measure(time, latencies));
    }

    private double measure(Duration time, Latencies into) {
        long begin = System.nanoTime();
        long now = begin;
        long reads = 0;
        while (now - begin < time.toNanos()) {
            long before = now;
            read.run();
            now = System.nanoTime();
            into.add(now - before);
            reads++;
        }
        return (now - begin) / 1e3 / reads;
    }

    /** The median of the rounds, in microseconds a read. */
    double microsEach() {
        return micros.stream()
                .sorted()
                .skip((micros.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    /** Reads a second. */
    long rate() {
        return Math.round(1e6 / microsEach());
    }

    /** The milliseconds that so many of a thousand reads do not exceed. */
    String millis(int perMille) {
        return String.format(Locale.ROOT, "%.3f", latencies.micros(perMille) / 1e3);
    }
}
