package io.zentra.testing.contract;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A command that keeps its lane busy until it is let go: what is sent meanwhile waits in the queue. */
final class Gate implements Command<Boolean> {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public Operation operation() {
        return new Operation(9_000, "test.gate");
    }

    @Override
    public void reads(Reads reads) {}

    @Override
    public Boolean decide(UnitOfWork work) {
        entered.countDown();
        return isDown(opened);
    }

    /** Waits until the lane is busy with it. */
    void awaitEntered() {
        if (!isDown(entered)) {
            throw new AssertionError("no lane took the gate");
        }
    }

    void open() {
        opened.countDown();
    }

    private static boolean isDown(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
