package io.zentra.benchmarks.workload;

import java.util.Locale;

/**
 * What one phase did.
 *
 * @param postings how many
 * @param commits in how many commits
 * @param nanos in which time
 * @param cpuNanos with how much processor time of this process, the database included when it is inside
 * @param heapMib what was in use at the end, before anything was closed
 */
public record Measured(long postings, long commits, long nanos, long cpuNanos, long heapMib) {
    /** Postings a second. */
    public long rate() {
        return Math.round(postings * 1e9 / nanos);
    }

    /** Postings a commit, rounded, at least 1. */
    public int batch() {
        return (int) Math.max(1, (postings + commits / 2) / Math.max(1, commits));
    }

    /** One line for a person. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d/s, %d postings, batch %d, cpu %.1f us a posting, heap %d MiB",
                rate(),
                postings,
                batch(),
                cpuNanos / 1e3 / postings,
                heapMib);
    }
}
