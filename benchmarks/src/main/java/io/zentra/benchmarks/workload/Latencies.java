package io.zentra.benchmarks.workload;

/**
 * Counts times in buckets, 32 for each doubling of microseconds, so a quantile is off by 3 % at most. Fixed in size. Not
 * thread-safe: one a caller, added up at the end.
 */
public final class Latencies {
    private static final int BITS = 5;
    private static final int PER_DOUBLING = 1 << BITS;

    private final long[] counts = new long[(Long.SIZE - BITS) * PER_DOUBLING];
    private long total;

    /** Counts one. */
    public void add(long nanos) {
        counts[bucket(Math.max(0, nanos) / 1_000)]++;
        total++;
    }

    /** Counts all of the other's. */
    public void addAll(Latencies other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
    }

    /** The microseconds that so many of a thousand do not exceed; 0 when nothing was counted. */
    public long micros(int perMille) {
        long rank = (total * perMille + 999) / 1_000;
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return upperBound(i);
            }
        }
        return 0;
    }

    private static int bucket(long micros) {
        int shift = Math.max(0, Long.SIZE - BITS - 1 - Long.numberOfLeadingZeros(micros | 1));
        return (int) (micros >>> shift) + shift * PER_DOUBLING;
    }

    private static long upperBound(int bucket) {
        int shift = Math.max(0, bucket / PER_DOUBLING - 1);
        return ((bucket - (long) shift * PER_DOUBLING + 1) << shift) - 1;
    }
}
