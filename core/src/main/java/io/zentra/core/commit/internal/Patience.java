package io.zentra.core.commit.internal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the commands that a lane took together may wait for a database that fails: one time for all of them, however
 * often they are split. As long again is left to learn the outcome of a commit that came at the very end.
 *
 * <p>The first pause is short, because most failures are gone at the next try, on another connection or after the other
 * transaction of a deadlock; then pauses double.
 */
final class Patience {
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(32).toNanos();

    private final long retryNanos;
    private final long end;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private boolean over;

    /** Begins now. */
    Patience(Duration retryFor) {
        this.retryNanos = retryFor.toNanos();
        this.end = System.nanoTime() + retryNanos;
    }

    /** After a failure of the database: whether it may be tried again. */
    boolean allowsAnotherTry() {
        over |= System.nanoTime() - end >= 0;
        return !over;
    }

    /** Whether it may still be asked what became of a commit. */
    boolean allowsAnotherQuestion() {
        over |= System.nanoTime() - end >= retryNanos;
        return !over;
    }

    /** Waits before the next try or question. */
    void pause() {
        LockSupport.parkNanos(nextPauseNanos());
    }

    /** How long the next pause is; each is twice as long as the one before, up to a limit. */
    long nextPauseNanos() {
        long next = pauseNanos;
        pauseNanos = Math.min(2 * next, LONGEST_PAUSE_NANOS);
        return next;
    }

    /** Whether the database has failed for so long that nothing more is begun. */
    boolean isOver() {
        return over;
    }
}
