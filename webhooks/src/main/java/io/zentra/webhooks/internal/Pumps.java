package io.zentra.webhooks.internal;

import io.zentra.core.identity.Access;
import io.zentra.core.time.DueWork;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs turns: on the caller's thread until it is started, then each on a thread of its own. Endpoints whose last attempts
 * failed or were slow get half of the threads at most, so that they never hold up the others. Thread-safe.
 */
public final class Pumps implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pumps.class);

    /** Who leases waits so long for a thread: while none is free, nothing more is leased. */
    private static final long THREAD_WAIT_SECONDS = 2;

    private static final long FULL_PAUSE = 200_000;
    private static final long AILING_PAUSE = 1_000_000;

    private final Function<Senders, Dispatch> dispatches;
    private final int threads;
    private final Semaphore free;
    private final Semaphore ailing;
    private final Dispatch byHand;
    private @Nullable Running running;

    private record Running(Dispatch dispatch, ThreadPoolExecutor turns, Senders senders) {}

    /** Pumps with so many threads once they are started. */
    public Pumps(Function<Senders, Dispatch> dispatches, int threads) {
        this.dispatches = dispatches;
        this.threads = threads;
        this.free = new Semaphore(threads);
        this.ailing = new Semaphore(Math.max(1, threads / 2));
        this.byHand = dispatches.apply(Senders.NONE);
    }

    /** From now on turns run beside each other; the second time it does nothing. */
    public synchronized void start() {
        if (running == null) {
            Senders senders = Senders.forTurns(threads);
            running = new Running(dispatches.apply(senders), Senders.pool("zentra-webhooks-turn-", threads), senders);
        }
    }

    private synchronized @Nullable Running running() {
        return running;
    }

    /** Begins a turn on a thread of its own once they were started, and runs it until then. */
    public void run(Access access, DueWork.Item item) {
        Running now = running();
        if (now == null) {
            Turn.begin(byHand, access, item).ifPresent(Turn::run);
        } else if (!isBegun(now, access, item)) {
            // The lease was taken for nothing: others may have threads.
            Turn.begin(now.dispatch(), access, item).ifPresent(turn -> turn.end(turn.now() + FULL_PAUSE));
        }
    }

    private boolean isBegun(Running now, Access access, DueWork.Item item) {
        try {
            if (!free.tryAcquire(THREAD_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            now.turns().execute(() -> {
                try {
                    turn(now.dispatch(), access, item);
                } finally {
                    free.release();
                }
            });
            return true;
        } catch (RejectedExecutionException ended) {
            free.release();
            return false;
        }
    }

    private void turn(Dispatch dispatch, Access access, DueWork.Item item) {
        boolean isAdmitted = false;
        try {
            Optional<Turn> begun = Turn.begin(dispatch, access, item);
            if (begun.isEmpty()) {
                return;
            }
            Turn turn = begun.get();
            isAdmitted = turn.isAiling() && ailing.tryAcquire();
            if (turn.isAiling() && !isAdmitted) {
                turn.end(turn.now() + AILING_PAUSE);
            } else {
                turn.run();
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("endpoint {} could not be sent to; its lease ends by itself", item.subject(), e);
        } finally {
            if (isAdmitted) {
                ailing.release();
            }
        }
    }

    /** Waits for attempts under way; the second time it does nothing. */
    @Override
    public void close() {
        Running now = running();
        if (now != null) {
            Senders.end(now.turns());
            now.senders().close();
        }
    }
}
