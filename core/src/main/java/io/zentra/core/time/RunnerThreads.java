package io.zentra.core.time;

import io.zentra.core.internal.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs so many pieces of leased work at one time, on threads of its own or on what the host gave. As many pieces again may
 * wait for its own threads, so that one finds its next piece leased when it has ended one; no more, because others could run
 * it. Thread-safe.
 */
final class RunnerThreads implements Runners {
    private static final Logger LOG = LoggerFactory.getLogger(RunnerThreads.class);

    private final int atOnce;
    private final Renewals renewals;
    private final Semaphore places;
    private final @Nullable ExecutorService pool;
    private final Executor executor;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile boolean hasEnded;

    /**
     * Runners of so many pieces at one time.
     *
     * @param host what they run on, of which nobody knows how soon it begins: nothing waits for it; null for own threads
     */
    RunnerThreads(int count, @Nullable Executor host, Renewals renewals) {
        this.renewals = renewals;
        this.pool = host == null ? Executors.newFixedThreadPool(count, this::thread) : null;
        this.executor = host == null ? Objects.requireNonNull(pool) : host;
        this.atOnce = host == null ? 2 * count : count;
        this.places = new Semaphore(atOnce);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "zentra-due-work-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
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
        try {
            executor.execute(() -> {
                try {
                    piece.run();
                } finally {
                    ended(lease);
                }
            });
        } catch (RejectedExecutionException refused) {
            ended(lease);
            LOG.warn("the host's executor took no due work; it is due again when its lease ends", refused);
        }
    }

    private void ended(Lease lease) {
        renewals.end(lease);
        places.release();
    }

    /** Lets nobody lease any more: whoever waits for room is told that there is none. */
    void close() {
        closed = true;
        places.release();
    }

    /** Waits until all that was leased has run, and ends own threads; called when nobody leases any more. */
    boolean end(Duration wait) {
        boolean ended;
        if (pool == null) {
            ended = Ending.awaited(places, atOnce + 1, wait); // one more than before close
        } else {
            pool.shutdown();
            ended = Ending.awaited(threads, wait);
        }
        hasEnded = true;
        return ended;
    }

    /** Whether nothing is run any more. */
    boolean hasEnded() {
        return hasEnded;
    }
}
