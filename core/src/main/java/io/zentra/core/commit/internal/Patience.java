package io.zentra.core.commit.internal;

import java.time.Duration;

/**
 * How long the commands that a lane took together may wait for a database that fails: one time for all of them, however
 * often they are split. As long again is left to learn the outcome of a commit that came at the very end.
 */
final class Patience {
    private final long retryNanos;
    private final long end;
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

    /** Whether the database has failed for so long that nothing more is begun. */
    boolean isOver() {
        return over;
    }
}
