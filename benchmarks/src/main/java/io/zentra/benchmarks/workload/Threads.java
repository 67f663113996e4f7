package io.zentra.benchmarks.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs work on threads of its own that start together. */
public final class Threads {
    private Threads() {}

    /** A thread's work. */
    @FunctionalInterface
    public interface Work {
        /** Does the work of one thread, from 0. */
        void run(int thread) throws Exception;
    }

    /** Runs it on so many threads and returns when all have ended. */
    public static void run(int threads, Work work) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch ready = new CountDownLatch(threads);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> ends = new ArrayList<>(threads);
            for (int i = 0; i < threads; i++) {
                int thread = i;
                ends.add(pool.submit(() -> {
                    ready.countDown();
                    start.await();
                    work.run(thread);
                    return thread;
                }));
            }
            ready.await();
            start.countDown();
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
