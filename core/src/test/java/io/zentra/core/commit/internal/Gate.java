package io.zentra.core.commit.internal;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Access;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds a lane inside a command until it is opened, so that whatever is queued meanwhile becomes one batch. */
final class Gate {
    private static final AtomicInteger GATES = new AtomicInteger();

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CompletableFuture<Outcome<Long>> passed;

    private Gate(ZentraCore core, Access access) {
        passed = core.commits()
                .runAsync(access, new Probe.Once("gate-" + GATES.incrementAndGet(), "", reads -> {}, work -> {
                    entered.countDown();
                    await(opened);
                    Probe.happened(work, "probe.gate");
                }));
    }

    /** Closes the lane of this tenant and returns when it is held. */
    static Gate close(ZentraCore core, Access access) {
        Gate gate = new Gate(core, access);
        await(gate.entered);
        return gate;
    }

    void open() {
        opened.countDown();
        passed.join();
    }

    void openLater() {
        opened.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
