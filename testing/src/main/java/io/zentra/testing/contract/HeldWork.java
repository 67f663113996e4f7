package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Pieces of due work that a process has leased, and begins when a test says so. Thread-safe. */
final class HeldWork implements Executor {
    private static final long SECONDS = 30;

    private final BlockingQueue<Runnable> pieces = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable piece) {
        pieces.add(piece);
    }

    /** Waits until a piece is leased, and answers what begins it. */
    Runnable awaitLeased() throws InterruptedException {
        Runnable piece = pieces.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(piece).as("what is due was leased").isNotNull();
        return piece;
    }
}
