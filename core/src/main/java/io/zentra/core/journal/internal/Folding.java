package io.zentra.core.journal.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A fold at work. What it cannot read is a fault and ends it: whatever it said afterwards would be worth nothing. That the
 * database does not answer is no fault of the journal.
 */
final class Folding {
    private static final Set<ErrorCode> UNANSWERED =
            EnumSet.of(ErrorCode.STORAGE_FAILED, ErrorCode.CLOSED, ErrorCode.EVENT_ARCHIVED);

    private final JournalFold fold;
    private boolean ended;

    Folding(JournalFold fold) {
        this.fold = fold;
    }

    JournalFold fold() {
        return fold;
    }

    boolean isAtRest() {
        return ended || fold.isAtRest();
    }

    void apply(Event event, StateComparison stored) {
        run("event " + event.seq() + ", or a row that it speaks of,", stored, () -> fold.apply(event, stored));
    }

    void compareSoFar(StateComparison stored) {
        run("a stored row", stored, () -> fold.compareSoFar(stored));
    }

    void compare(StateComparison stored) {
        run("a stored row", stored, () -> fold.compare(stored));
    }

    /** None of one that has ended. */
    Set<Long> needed(long first, long last, StateComparison stored) {
        Set<Long> needed = new HashSet<>();
        run("a stored row", stored, () -> needed.addAll(fold.needed(first, last, stored)));
        return needed;
    }

    private void run(String what, StateComparison stored, Runnable step) {
        if (ended) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException unreadable) {
            if (unreadable instanceof ZentraException known && UNANSWERED.contains(known.code())) {
                throw unreadable;
            }
            ended = true;
            stored.fault(what + " is not readable: " + unreadable);
        }
    }
}
