package io.zentra.webhooks.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up on threads of its own: a lookup takes as long as the platform lets it and cannot be told to end, so who
 * waits for it gives up at its own deadline. A name that hangs costs one thread, however many wait for it. Thread-safe.
 */
final class Lookups implements AutoCloseable {
    /** The most names that are looked up at one time; more are refused until one ends. */
    static final int MAX_UNDER_WAY = 64;

    private static final long KEEP_SECONDS = 30;

    /** Who knows the addresses of names. */
    @FunctionalInterface
    interface Directory {
        /** All addresses of a name. */
        InetAddress[] find(String host) throws UnknownHostException;
    }

    private final Directory directory;
    private final Map<String, FutureTask<InetAddress[]>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    Lookups(Directory directory) {
        this.directory = directory;
        this.threads = new ThreadPoolExecutor(
                0, MAX_UNDER_WAY, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "zentra-webhooks-lookup");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * The addresses of a name; waits so many nanoseconds at most.
     *
     * @throws UnknownHostException when it has none, none came in time, or too many are looked up
     */
    InetAddress[] find(String host, long mostNanos) throws UnknownHostException {
        FutureTask<InetAddress[]> lookup = begun(host);
        try {
            return lookup.get(Math.max(mostNanos, 0), TimeUnit.NANOSECONDS).clone();
        } catch (TimeoutException late) {
            throw new UnknownHostException(host + ": no answer from the name service in time");
        } catch (CancellationException refused) {
            throw new UnknownHostException(host + ": " + MAX_UNDER_WAY + " names are being looked up already");
        } catch (ExecutionException failed) {
            UnknownHostException unknown = new UnknownHostException(host + ": no address was found");
            unknown.initCause(failed.getCause());
            throw unknown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host + ": the lookup was interrupted");
        }
    }

    /** The lookup of the name that is under way, or one that begins now; cancelled when no more can. */
    private FutureTask<InetAddress[]> begun(String host) {
        FutureTask<InetAddress[]> mine = new FutureTask<>(() -> directory.find(host)) {
            @Override
            protected void done() {
                underWay.remove(host, this); // who asks from now on asks again
            }
        };
        FutureTask<InetAddress[]> before = underWay.putIfAbsent(host, mine);
        if (before != null) {
            return before;
        }
        try {
            threads.execute(mine);
        } catch (RejectedExecutionException full) {
            mine.cancel(false);
        }
        return mine;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
