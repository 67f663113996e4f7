package io.zentra.testing.contract;

import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A rail whose calls take as long as a test wants; what it is not told to say, it accepts. Thread-safe. */
final class StallingRail implements Rail {
    private final Deque<Supplier<RailOutcome>> next = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * A call that is under way until it is let go.
     *
     * @param inside ends its wait when the rail is called
     * @param release lets it go
     */
    record Stall(CountDownLatch inside, CountDownLatch release) {
        /** Waits until the rail is called. */
        void awaitInside() {
            await(inside);
        }
    }

    /** The answer to the next call that has none. */
    synchronized StallingRail says(RailOutcome outcome) {
        next.add(() -> outcome);
        return this;
    }

    /** The next call that has none waits to be let go, whatever interrupts it, before it answers. */
    synchronized Stall stalls(RailOutcome outcome) {
        Stall stall = new Stall(new CountDownLatch(1), new CountDownLatch(1));
        next.add(() -> {
            stall.inside().countDown();
            await(stall.release());
            return outcome;
        });
        return stall;
    }

    /** The next call that has no answer throws. */
    synchronized void throwsNext() {
        next.add(() -> {
            throw new IllegalStateException("a bug of the rail");
        });
    }

    /** The calls so far, as {@code submit at_…} and {@code query at_…}. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** The threads that called. */
    synchronized List<Thread> threads() {
        return List.copyOf(threads);
    }

    @Override
    public RailOutcome submit(Request request) {
        return called("submit " + request.reference());
    }

    @Override
    public RailOutcome query(String reference) {
        return called("query " + reference);
    }

    private RailOutcome called(String call) {
        Supplier<RailOutcome> answer;
        synchronized (this) {
            calls.add(call);
            threads.add(Thread.currentThread());
            answer = next.poll();
        }
        return answer == null ? new RailOutcome.Accepted(null) : answer.get();
    }

    private static void await(CountDownLatch latch) {
        boolean isOver = false;
        while (!isOver) {
            try {
                latch.await();
                isOver = true;
            } catch (InterruptedException e) {
                // a driver that takes no notice
            }
        }
    }
}
