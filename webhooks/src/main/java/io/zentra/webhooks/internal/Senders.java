package io.zentra.webhooks.internal;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that send beside the threads of turns. Endpoints that fail or are slow have their own, so that none of the others
 * waits for them; and one endpoint gets a quarter at most. Thread-safe.
 */
public final class Senders implements AutoCloseable {
    /** None: each turn sends by itself. */
    static final Senders NONE = new Senders(null, null, 0);

    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);
    private static final int SENDERS_A_TURN = 8;
    private static final int SHARE = 4;
    private static final long KEEP_SECONDS = 30;
    private static final long END_WAIT_SECONDS = 40;

    private final @Nullable ThreadPoolExecutor usual;
    private final @Nullable ThreadPoolExecutor ailing;
    private final int most;

    private Senders(@Nullable ThreadPoolExecutor usual, @Nullable ThreadPoolExecutor ailing, int most) {
        this.usual = usual;
        this.ailing = ailing;
        this.most = most;
    }

    /** Threads for so many turns beside each other. */
    static Senders forTurns(int turns) {
        int all = SENDERS_A_TURN * turns;
        return new Senders(pool("zentra-webhooks-sender-", all), pool("zentra-webhooks-gentle-", all / 2), all / SHARE);
    }

    /** The most that one turn gets. */
    int most() {
        return most;
    }

    /** Whether a thread was free for this. */
    boolean begin(Runnable work, boolean isAiling) {
        ThreadPoolExecutor pool = isAiling ? ailing : usual;
        if (pool == null) {
            return false;
        }
        try {
            pool.execute(work);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Waits for attempts under way. */
    @Override
    public void close() {
        end(usual);
        end(ailing);
    }

    static void end(@Nullable ThreadPoolExecutor pool) {
        if (pool == null) {
            return;
        }
        pool.shutdown();
        try {
            if (!pool.awaitTermination(END_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("attempts have not ended within {} s; their leases end by themselves", END_WAIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static ThreadPoolExecutor pool(String name, int most) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, name + count.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(0, most, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
    }
}
