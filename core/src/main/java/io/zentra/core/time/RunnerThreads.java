package io.zentra.core.time;

import io.zentra.core.internal.Ending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Runs leased work on so many threads. As many pieces again may wait for them, so that a thread finds its next piece leased
 * when it has ended one; no more, because others could run it. Thread-safe.
 */
final class RunnerThreads implements Runners {
    private final int atOnce;
    private final Renewals renewals;
    private final Semaphore places;
    private final ExecutorService pool;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile boolean hasEnded;

    RunnerThreads(int count, Renewals renewals) {
        this.renewals = renewals;
        this.atOnce = 2 * count;
        this.places = new Semaphore(atOnce);
        this.pool = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "zentra-due-work-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
    }

    @Override
    public int atOnce() {
        return atOnce;
    }

    @Override
    public int room(int wanted) {
        places.acquireUninterruptibly();
        if (closed) {
            places.release();
            return 0;
        }
        int room = 1;
        while (room < wanted && places.tryAcquire()) {
            room++;
        }
        return room;
    }

    @Override
    public void unused(int pieces) {
        places.release(pieces);
    }

    @Override
    public Duration lease() {
        return Renewals.LEASE;
    }

    @Override
    public void run(Lease lease, Runnable piece) {
        renewals.begin(lease);
        pool.execute(() -> {
            try {
                piece.run();
            } finally {
                renewals.end(lease);
                places.release();
            }
        });
    }

    /** Lets nobody lease any more: whoever waits for room is told that there is none. */
    void close() {
        closed = true;
        places.release();
    }

    /** Ends the threads when they have run what was leased; called when nobody leases any more. */
    boolean end(Duration wait) {
        pool.shutdown();
        boolean ended = Ending.awaited(threads, wait);
        hasEnded = true;
        return ended;
    }

    /** Whether nothing is run any more. */
    boolean hasEnded() {
        return hasEnded;
    }
}
