package io.zentra.benchmarks.policy;

import com.sun.management.ThreadMXBean;
import io.zentra.policy.Decision;
import io.zentra.policy.DryRun;
import io.zentra.policy.Facts;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Decisions without windows on one thread: their times one by one, and what they allocate. */
final class Deciding {
    private static final int OPERATIONS = 4_096;
    private static final int DECISIONS = 2_000_000;

    private final DryRun run;
    private final List<Facts> operations;
    private final long[] nanos = new long[DECISIONS];
    private long fired;
    private long bytes;

    Deciding(int rules) {
        ManyRules many = new ManyRules();
        run = DryRun.of(many.policy(rules));
        operations = many.operations(OPERATIONS);
    }

    /** Decides until the compiler has seen it, then once more and counts. */
    void run() {
        decide();
        fired = 0;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        decide();
        bytes = (threads.getCurrentThreadAllocatedBytes() - before) / DECISIONS;
        Arrays.sort(nanos);
    }

    private void decide() {
        for (int i = 0; i < DECISIONS; i++) {
            Facts facts = operations.get(i % OPERATIONS);
            long begin = System.nanoTime();
            Decision decision = run.decide(facts, Map.of());
            nanos[i] = System.nanoTime() - begin;
            fired += decision.fired().size();
        }
    }

    /** The time that half of the decisions do not exceed, the reading of the clock included. */
    double medianMicros() {
        return nanos[DECISIONS / 2] / 1e3;
    }

    double p99Micros() {
        return nanos[(int) (DECISIONS * 0.99)] / 1e3;
    }

    /** Bytes allocated for a decision. */
    long bytes() {
        return bytes;
    }

    /** How many rules applied to an operation on average. */
    double firedEach() {
        return (double) fired / DECISIONS;
    }
}
