package io.zentra.core.commit.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A submitted command and the place of its answer. The caller makes and awaits it; the lane takes and completes it.
 *
 * @param <T> the answer: the result of a plain command, an outcome of a keyed one
 */
public final class Pending<T> {
    /** How many other callers a woken one wakes. */
    private static final int WAKES = 2;

    /** How long a caller sleeps at most, should the thread that was to wake it have died. */
    private static final long LOST_WAKE_UP_NANOS = Duration.ofMillis(100).toNanos();

    private static final int LOOKS_PER_WAIT = 50;

    private enum State {
        QUEUED,
        TAKEN,
        WITHDRAWN,
        DONE
    }

    private final Access access;
    private final Command<?> command;
    private final @Nullable Envelope envelope;
    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
    private final @Nullable CompletableFuture<T> future;
    private final @Nullable Executor executor;
    private final long maxSleepNanos;
    private volatile @Nullable Thread waiter;
    private volatile @Nullable Thread server;
    private List<Pending<?>> wakesNext = List.of();
    private @Nullable Object answer;
    private @Nullable RuntimeException failure;
    private int deferrals;
    private int looks;
    private long heldSince;
    private long queuedAt;

    private Pending(Access access, Command<?> command, @Nullable Executor executor, long maxSleepNanos) {
        this.access = access;
        this.maxSleepNanos = maxSleepNanos;
        this.command = command;
        this.envelope = command instanceof Command.Keyed<?> keyed ? Envelope.of(keyed) : null;
        this.executor = executor;
        this.future = executor == null ? null : new CompletableFuture<>();
    }

    /** A command whose caller awaits the answer. */
    public static <T> Pending<T> awaited(Access access, Command<?> command) {
        return awaited(access, command, LOST_WAKE_UP_NANOS);
    }

    /** The same with another limit to a sleep, so that a test can tell a wake-up from a sleep that ended by itself. */
    static <T> Pending<T> awaited(Access access, Command<?> command, long maxSleepNanos) {
        return new Pending<>(access, command, null, maxSleepNanos);
    }

    /** A command whose answer completes a future, on an executor so that no code of the host runs on a lane. */
    public static <T> Pending<T> async(Access access, Command<?> command, Executor executor) {
        return new Pending<>(access, command, executor, LOST_WAKE_UP_NANOS);
    }

    /** Names the thread that will take and answer it. */
    void servedBy(Thread lane) {
        server = lane;
    }

    /** When it was queued, where that is measured; before it is, so that the lane sees it. */
    void queuedAt(long nanos) {
        queuedAt = nanos;
    }

    /** When it was queued, by the nanosecond clock. */
    long queuedAt() {
        return queuedAt;
    }

    /** The future of an asynchronous command. */
    public CompletableFuture<T> future() {
        if (future == null) {
            throw new IllegalStateException("this command is awaited");
        }
        return future;
    }

    /**
     * Waits for the answer. An interrupt withdraws the command when no lane has taken it yet; otherwise it may take
     * effect, so the wait goes on and the interrupt is kept for the caller.
     */
    @SuppressWarnings("unchecked") // the lane answers with what the command's kind asks for
    public T await() {
        waiter = Thread.currentThread();
        boolean interrupted = false;
        while (state.get() != State.DONE) {
            LockSupport.parkNanos(this, maxSleepNanos);
            requireServed();
            if (Thread.interrupted()) {
                if (state.compareAndSet(State.QUEUED, State.WITHDRAWN)) {
                    Thread.currentThread().interrupt();
                    throw ZentraException.of(
                            ErrorCode.INTERRUPTED,
                            "the caller was interrupted before its command ran: nothing changed");
                }
                interrupted = true;
            }
        }
        wakesNext.forEach(Pending::wake);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure instanceof ZentraException shared ? shared.forCaller() : failure;
        }
        return (T) Objects.requireNonNull(answer);
    }

    /** A thread that died in spite of all care will never answer. */
    private void requireServed() {
        Thread lane = server;
        if (lane != null && !lane.isAlive() && state.get() != State.DONE) {
            boolean waited = state.compareAndSet(State.QUEUED, State.WITHDRAWN);
            throw waited ? Failures.ended() : Failures.unknown(null);
        }
    }

    /** Takes the command for a batch; false when its caller has withdrawn it. */
    public boolean take() {
        return state.compareAndSet(State.QUEUED, State.TAKEN);
    }

    /** Gives it back to the queue, from which its caller may withdraw it. */
    void putBack() {
        state.compareAndSet(State.TAKEN, State.QUEUED);
    }

    /** How long the lane has found its tenant's head locked by others; counts from the first time that it is asked. */
    long heldNanos() {
        long now = System.nanoTime();
        if (looks++ == 0) {
            heldSince = now;
        }
        return now - heldSince;
    }

    /**
     * Whether the lane only looks if the head is free by now. Once in many times it waits for it as at first: where others
     * take turns with the lock, only who waits gets it for certain.
     */
    boolean onlyLooks() {
        return looks % LOOKS_PER_WAIT != 0;
    }

    /** The tenant of the command. */
    public int tenantNo() {
        return access.tenant().no();
    }

    Access access() {
        return access;
    }

    Command<?> command() {
        return command;
    }

    @Nullable
    Envelope envelope() {
        return envelope;
    }

    /** Sets the answer that {@link #complete} gives out. */
    void answer(Object value) {
        answer = value;
        failure = null;
    }

    /** Sets the failure that {@link #complete} gives out. */
    void fail(RuntimeException error) {
        failure = error;
    }

    /** Whether its caller has an answer. */
    boolean isDone() {
        return state.get() == State.DONE;
    }

    /** Fails the command at once, unless it was answered before. */
    void failUnlessDone(RuntimeException error) {
        if (!isDone()) {
            fail(error);
            complete();
        }
    }

    /** Counts that it was put off to the next batch. */
    void putOff() {
        deferrals++;
    }

    /** How often it was put off; a batch that runs again does not count. */
    int deferrals() {
        return deferrals;
    }

    /**
     * Gives answers or failures to the callers. To wake a thread costs more than to decide a command, so the lane wakes
     * one of those that wait and each of them wakes two more, while the lane goes on. A command is done before the one
     * whose caller wakes its caller, so no wake-up comes too early.
     */
    static void completeAll(List<Pending<?>> answered) {
        List<Pending<?>> waiting = new ArrayList<>(answered.size());
        for (Pending<?> pending : answered) {
            if (pending.waiter == null) {
                pending.complete();
            } else {
                waiting.add(pending);
            }
        }
        for (int i = waiting.size() - 1; i >= 0; i--) {
            int from = Math.min(WAKES * i + 1, waiting.size());
            waiting.get(i).wakesNext = waiting.subList(from, Math.min(from + WAKES, waiting.size()));
            waiting.get(i).state.set(State.DONE);
        }
        if (!waiting.isEmpty()) {
            waiting.get(0).wake();
        }
    }

    /** Gives the answer or failure to the caller. */
    @SuppressWarnings("unchecked") // as in await
    void complete() {
        if (future != null && executor != null) {
            RuntimeException error = failure;
            Object value = answer;
            Runnable completion = () -> {
                if (error != null) {
                    future.completeExceptionally(error);
                } else {
                    future.complete((T) Objects.requireNonNull(value));
                }
            };
            try {
                executor.execute(completion);
            } catch (RuntimeException | Error refused) { // shut down, full or without a thread: an answer is owed
                completion.run();
            }
        }
        state.set(State.DONE); // last: until then it may be failed
        wake();
    }

    private void wake() {
        LockSupport.unpark(waiter);
    }
}
