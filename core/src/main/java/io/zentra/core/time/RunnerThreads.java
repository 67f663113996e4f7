package io.zentra.core.time;

import io.zentra.core.internal.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs so many pieces of leased work at one time, on threads of its own or on what the host gave. A few pieces wait for its
 * own threads, so that one finds its next piece leased when it has ended one. Thread-safe.
 */
final class RunnerThreads implements Runners {
    private static final Logger LOG = LoggerFactory.getLogger(RunnerThreads.class);

    private final Renewals renewals;
    private final Places places;
    private final @Nullable ExecutorService pool;
    private final Executor executor;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean hasEnded;

    /**
     * Runners of so many pieces at one time.
     *
     * @param host what they run on, of which nobody knows how soon it begins: nothing waits for it; null for own threads
     */
    RunnerThreads(int count, @Nullable Executor host, Renewals renewals) {
        this.renewals = renewals;
        this.pool = host == null ? pool(count) : null;
        this.executor = host == null ? Objects.requireNonNull(pool) : host;
        this.places = host == null ? Places.of(count) : Places.exactly(count);
    }

    /** All begin now, so that none is a child of a caller's thread. */
    private ThreadPoolExecutor pool(int count) {
        ThreadPoolExecutor started =
                new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        started.prestartAllCoreThreads();
        return started;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "zentra-due-work-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    @Override
    public int atOnce() {
        return places.most();
    }

    @Override
    public int room(int wanted) {
        return places.take(wanted);
    }

    /** Takes room for one piece, if its own threads have some at once. What a host gave may run it on the caller's thread. */
    boolean tryRoom() {
        return pool != null && places.tryTake();
    }

    @Override
    public void unused(int pieces) {
        places.free(pieces);
    }

    @Override
    public Duration lease() {
        return Renewals.LEASE;
    }

    @Override
    public void run(Lease lease, Piece piece) {
        renewals.begin(lease);
        try {
            executor.execute(() -> begin(lease, piece));
        } catch (RuntimeException | Error refused) { // shut down, full, or there is no thread
            ended(lease);
            LOG.warn("the executor took no due work; it is due again when its lease ends", refused);
        }
    }

    private void begin(Lease lease, Piece piece) {
        long begun = System.nanoTime();
        CompletableFuture<?> end = piece.begin();
        places.ran(System.nanoTime() - begun);
        CompletableFuture<?> unused = end.whenComplete((done, failure) -> {
            if (failure == null) {
                piece.ended();
                ended(lease);
            } else {
                failed(lease, piece, failure);
            }
        });
    }

    /** Giving back waits for a commit, and this may be the thread that commits. */
    private void failed(Lease lease, Piece piece, Throwable failure) {
        try {
            executor.execute(() -> {
                try {
                    piece.failed(failure);
                } finally {
                    ended(lease);
                }
            });
        } catch (RuntimeException | Error refused) {
            ended(lease);
            LOG.warn("due work failed and could not be given back; it is due again when its lease ends", failure);
        }
    }

    private void ended(Lease lease) {
        renewals.end(lease);
        places.free(1);
    }

    /** Lets nobody lease any more: whoever waits for room is told that there is none. */
    void close() {
        places.close();
    }

    /** Waits until all that was leased has run, and ends own threads; called when nobody leases any more. */
    boolean end(Duration wait) {
        long begun = System.nanoTime();
        boolean ended = places.awaitFree(wait);
        if (pool != null) {
            pool.shutdown();
            ended &= Ending.awaited(threads, wait.minusNanos(System.nanoTime() - begun));
        }
        hasEnded = true;
        return ended;
    }

    /** Whether nothing is run any more. */
    boolean hasEnded() {
        return hasEnded;
    }
}
