package io.zentra.benchmarks.workload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Measures one phase from its making. */
public final class Meter {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int MIB = 1 << 20;

    private final long cpuBegin = PROCESS.getProcessCpuTime();
    private final long begin = System.nanoTime();

    /** Ends the phase; garbage is collected only after the times were taken. */
    public Measured stop(long postings, long commits) {
        long nanos = System.nanoTime() - begin;
        long cpuNanos = PROCESS.getProcessCpuTime() - cpuBegin;
        return new Measured(postings, commits, nanos, cpuNanos, heapInUseMib());
    }

    /** What this process's heap holds once garbage is collected. */
    public static long heapInUseMib() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return (runtime.totalMemory() - runtime.freeMemory()) / MIB;
    }
}
