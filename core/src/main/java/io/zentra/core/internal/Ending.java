package io.zentra.core.internal;

import java.time.Duration;
import java.util.List;

/** Waits for what was told to end. */
public final class Ending {
    private Ending() {}

    /**
     * Waits until all have ended, or for so long at most, all together. An interrupt does not shorten it, and is kept.
     *
     * @return whether all have ended
     */
    public static boolean awaited(List<Thread> threads, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        boolean interrupted = false;
        for (Thread thread : threads) {
            long left = deadline - System.nanoTime();
            while (thread.isAlive() && left > 0) {
                try {
                    thread.join(Duration.ofNanos(left).toMillis() + 1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = deadline - System.nanoTime();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
