package io.zentra.benchmarks.workload;

/**
 * What one phase did.
 *
 * @param postings how many
 * @param commits in how many commits
 * @param nanos in which time
 * @param heapMib what was in use at the end, before anything was closed
 */
public record Measured(long postings, long commits, long nanos, long heapMib) {
    private static final int MIB = 1 << 20;

    /** What a phase did that ends now; collects garbage to see what is in use. */
    public static Measured of(long postings, long commits, long nanos) {
        return new Measured(postings, commits, nanos, heapInUseMib());
    }

    /** What this process's heap holds once garbage is collected. */
    public static long heapInUseMib() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return (runtime.totalMemory() - runtime.freeMemory()) / MIB;
    }

    /** Postings a second. */
    public long rate() {
        return Math.round(postings * 1e9 / nanos);
    }

    /** Postings a commit, rounded, at least 1. */
    public int batch() {
        return (int) Math.max(1, (postings + commits / 2) / Math.max(1, commits));
    }
}
