package io.zentra.runtime.internal.rail;

import io.zentra.core.money.Money;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.rail.RailSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A rail that does what it is told to next, and remembers the threads that called it. */
final class ScriptedRail implements Rail {
    static final RailOutcome DONE = new RailOutcome.Succeeded("p-1");
    static final RailOutcome UNKNOWN = new RailOutcome.Unknown("?");
    static final String NAME = "bank";
    static final Rail.Request REQUEST = new Rail.Request(
            "at_1", "tr_1", Money.ofMinor(5, "EUR"), "customer:1", "merchant:1", Instant.EPOCH, null, null);

    final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile Supplier<RailOutcome> next = () -> DONE;

    /** What it does from now on. */
    ScriptedRail does(Supplier<RailOutcome> what) {
        next = what;
        return this;
    }

    /** It says so from now on. */
    ScriptedRail says(RailOutcome outcome) {
        return does(() -> outcome);
    }

    /** It answers nothing, which no rail may. */
    @SuppressWarnings("NullAway")
    ScriptedRail saysNothing() {
        return does(() -> null);
    }

    @Override
    public RailOutcome submit(Request request) {
        threads.add(Thread.currentThread());
        return next.get();
    }

    @Override
    public RailOutcome query(String reference) {
        return submit(REQUEST);
    }

    RailCalls calls(RailSettings settings, InstantSource clock) {
        return calls(settings, clock, null);
    }

    RailCalls calls(RailSettings settings, InstantSource clock, @Nullable Executor executor) {
        return new RailCalls(Map.of(NAME, new GivenRail(this, settings)), clock, executor);
    }

    /** Waits for a latch whatever interrupts it, as some drivers do. */
    static void awaitStubbornly(CountDownLatch latch) {
        boolean isOver = false;
        while (!isOver) {
            try {
                latch.await();
                isOver = true;
            } catch (InterruptedException e) {
                // goes on
            }
        }
    }

    /** Waits for a latch, and throws when it is interrupted, as others do. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
