package io.zentra.runtime.internal.rail;

import io.zentra.runtime.RailOutcome;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call on a thread of its own. It either was begun or never will be, and it either ended while somebody waited or what
 * it says is dropped: each is decided once, by a single step of its stage.
 */
final class RailCall implements Runnable {
    /** Where it is. */
    enum Stage {
        /** No thread has taken it. */
        WAITING,
        /** The rail is called. */
        BEGUN,
        /** The rail answered or threw while somebody waited. */
        ENDED,
        /** It was given up before it was begun, and never will be. */
        NEVER,
        /** Begun, and given up because it took too long. */
        TIMED_OUT,
        /** Begun, and given up because the runtime ends, or the thread that waited was interrupted. */
        ABANDONED
    }

    private static final Logger LOG = LoggerFactory.getLogger(RailCall.class);

    private final FutureTask<@Nullable Void> task = new FutureTask<>(this::begin, null);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Supplier<RailOutcome> rail;
    private final Consumer<RailCall> afterwards;
    private volatile Stage stage = Stage.WAITING;
    private volatile @Nullable RailOutcome outcome;
    private volatile boolean threw;

    /**
     * A call.
     *
     * @param rail what is called
     * @param afterwards what is told once, when it is over and when it will never be begun; before whoever waits goes on,
     *     unless it was given up
     */
    RailCall(Supplier<RailOutcome> rail, Consumer<RailCall> afterwards) {
        this.rail = rail;
        this.afterwards = afterwards;
    }

    @Override
    public void run() {
        task.run();
    }

    /**
     * Waits for it to end, and returns its last stage.
     *
     * @param toBegin how long it may wait for a thread
     * @param timeout how long the rail may take from then on
     */
    Stage await(Duration toBegin, Duration timeout) {
        try {
            if (!begun.await(toBegin.toNanos(), TimeUnit.NANOSECONDS)) {
                neverBegin();
            }
            task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(Stage.TIMED_OUT);
        } catch (InterruptedException e) {
            giveUp(Stage.ABANDONED);
            Thread.currentThread().interrupt();
        } catch (CancellationException e) {
            // it was given up, and its stage says why
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // what a rail throws is caught where it is called
        }
        return stage;
    }

    /** Ends the waiting: it is never begun, or interrupted and what it says is dropped. Nothing when it has ended. */
    void giveUp(Stage asBegun) {
        if (!neverBegin() && moved(Stage.BEGUN, asBegun)) {
            task.cancel(true);
        }
    }

    private boolean neverBegin() {
        boolean never = moved(Stage.WAITING, Stage.NEVER);
        if (never) {
            task.cancel(false);
            begun.countDown();
            afterwards.accept(this);
        }
        return never;
    }

    /** What the rail said; there is one when it {@link Stage#ENDED}. */
    RailOutcome outcome() {
        RailOutcome said = outcome;
        if (said == null) {
            throw new IllegalStateException("the call has not ended");
        }
        return said;
    }

    /** Whether the rail threw, or answered nothing. */
    boolean threw() {
        return threw;
    }

    /** Whether it took too long, and was given up for that. */
    boolean isLate() {
        return stage == Stage.TIMED_OUT;
    }

    private synchronized boolean moved(Stage from, Stage to) {
        if (stage != from) {
            return false;
        }
        stage = to;
        return true;
    }

    private void begin() {
        if (moved(Stage.WAITING, Stage.BEGUN)) {
            begun.countDown();
            outcome = called();
            if (!moved(Stage.BEGUN, Stage.ENDED)) {
                LOG.debug("the answer of a rail call came after nobody waited for it, and is dropped");
            }
            afterwards.accept(this);
        }
    }

    /** Whatever goes wrong in a call, an error of the host's code too, the money may have moved. */
    private RailOutcome called() {
        try {
            RailOutcome said = rail.get();
            threw = said == null;
            return said == null ? new RailOutcome.Unknown("no answer") : said;
        } catch (RuntimeException | Error e) {
            LOG.warn("a rail call failed; its outcome is unknown and will be asked for", e);
            threw = true;
            return new RailOutcome.Unknown(e.getClass().getSimpleName());
        }
    }
}
