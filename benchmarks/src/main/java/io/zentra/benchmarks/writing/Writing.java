package io.zentra.benchmarks.writing;

import io.zentra.benchmarks.workload.Goal;
import io.zentra.benchmarks.workload.Latencies;
import io.zentra.benchmarks.workload.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** One kind of write, measured in rounds by callers of which each waits until its write is durable. Not thread-safe. */
public final class Writing {
    private static final int WARM_UP_SHARE = 3;

    private final int callers;
    private final Runnable write;
    private final List<Double> rates = new ArrayList<>();
    private final Latencies latencies = new Latencies();

    /** Writes as this does, on so many threads. */
    public Writing(int callers, Runnable write) {
        this.callers = callers;
        this.write = write;
    }

    /** Lets the compiler see it. */
    void warmUp(Duration time) throws Exception {
        measure(time.dividedBy(WARM_UP_SHARE), new Latencies());
    }

    /** One round. */
    public void measure(Duration time) throws Exception {
        rates.add(measure(time, latencies));
    }

    private double measure(Duration time, Latencies into) throws Exception {
        LongAdder writes = new LongAdder();
        List<Latencies> times =
                IntStream.range(0, callers).mapToObj(caller -> new Latencies()).toList();
        Goal.Progress progress = Goal.lasting(time).begin();
        long begin = System.nanoTime();
        Threads.run(callers, caller -> {
            while (progress.goesOn(1)) {
                long before = System.nanoTime();
                write.run();
                times.get(caller).add(System.nanoTime() - before);
                writes.increment();
            }
        });
        long nanos = System.nanoTime() - begin;
        times.forEach(into::addAll);
        return writes.sum() * 1e9 / nanos;
    }

    /** The median of the rounds, in writes a second. */
    public double rate() {
        return rates.stream().sorted().skip((rates.size() - 1) / 2).findFirst().orElseThrow();
    }

    /** The milliseconds that so many of a thousand writes do not exceed. */
    String millis(int perMille) {
        return String.format(Locale.ROOT, "%.3f", latencies.micros(perMille) / 1e3);
    }
}
