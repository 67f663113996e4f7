package io.zentra.core.time;

import java.time.Duration;

/**
 * How many pieces of work may be leased at one time: those that threads are at, those that wait for a thread, and those whose
 * last command is on its way. So many may wait as all threads together begin within a moment: what is short goes in many
 * pieces at a time, and of what takes long as few wait as there are threads, for others could run them. Thread-safe.
 */
final class Places {
    /** The most pieces a thread that wait. */
    static final int MOST_AHEAD = 16;

    private static final long MOMENT_NANOS = Duration.ofMillis(100).toNanos();

    /** Each piece counts for this part of the mean. */
    private static final int PARTS = 16;

    private final int threads;
    private final int mostAhead;
    private long meanNanos = MOMENT_NANOS;
    private int taken;
    private boolean closed;

    private Places(int threads, int mostAhead) {
        this.threads = threads;
        this.mostAhead = mostAhead;
    }

    /** Places of work that so many threads take, one piece after the other. */
    static Places of(int threads) {
        return new Places(threads, MOST_AHEAD);
    }

    /** So many places, and nothing waits, because nobody knows how soon it would begin. */
    static Places exactly(int count) {
        return new Places(count, 0);
    }

    /** The most pieces for which there is ever room. */
    int most() {
        return threads * (1 + mostAhead);
    }

    /**
     * Waits for room and takes it.
     *
     * @param wanted how many pieces there are, at least one
     * @return for how many there is room; 0 when it is closed
     */
    synchronized int take(int wanted) {
        boolean interrupted = false;
        while (!closed && taken >= now()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        int room = closed ? 0 : Math.min(wanted, now() - taken);
        taken += room;
        return room;
    }

    /**
     * Takes room for a piece that is not looked for, if there is some. Half of all is left to those that are, so that they
     * come to their turn however many are not.
     */
    synchronized boolean tryTake() {
        boolean hasRoom = !closed && taken < now() / 2;
        taken += hasRoom ? 1 : 0;
        return hasRoom;
    }

    /** So many are free again. */
    synchronized void free(int count) {
        taken -= count;
        notifyAll();
    }

    /** A thread was at a piece for so long. */
    synchronized void ran(long nanos) {
        meanNanos += (nanos - meanNanos) / PARTS;
    }

    /** Nobody gets room any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits until all are free, or for so long at most; tells whether they are. An interrupt does not shorten it, and is kept. */
    synchronized boolean awaitFree(Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        boolean interrupted = false;
        long left = wait.toNanos();
        while (taken > 0 && left > 0) {
            try {
                wait(Duration.ofNanos(left).toMillis() + 1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = deadline - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return taken == 0;
    }

    private int now() {
        long ahead = Math.min(mostAhead, Math.max(1, MOMENT_NANOS / Math.max(1, meanNanos)));
        return threads * (1 + (int) ahead);
    }
}
