package io.zentra.core.journal;

import io.zentra.core.commit.Operation;
import io.zentra.core.error.ZentraException;
import java.util.List;
import java.util.Set;

/**
 * State recomputed from events and compared with what is stored. Made for one verification, which uses it by one thread. An event or a row that it
 * cannot read it may answer with any exception: the verification counts it as a fault, and asks this fold nothing more.
 *
 * <p>A verification may begin in the middle of the journal: then {@link #tables} are filled first with what they had
 * there, and {@link #resume} is called.
 */
public interface JournalFold {
    /** The keyed operations that belong to this state: their idempotency keys are compared with it. */
    List<Operation> operations();

    /**
     * Grows with each change after which it keeps other rows of the same events: no verification goes on from rows that
     * another version has kept. Tables, columns and operations need no new version.
     */
    default int version() {
        return 1;
    }

    /** All that it keeps in memory from event to event while it {@linkplain #isAtRest rests}. */
    List<FoldTable<?, ?>> tables();

    /** Begins behind an event, once the tables are filled. */
    default void resume(long seq) {}

    /**
     * Takes the next event, in order, none left out.
     *
     * @param stored the state after the last event of all; what is final after this event can be compared at once
     */
    void apply(Event event, StateComparison stored);

    /** Whether the events so far can be judged without the next one: a verification ends, and goes on, only there. */
    default boolean isAtRest() {
        return true;
    }

    /** Compares what is final after the events so far, when the verification ends before the last of all. */
    default void compareSoFar(StateComparison stored) {}

    /**
     * The events of a range without which what is not ended yet could not go on: they stay when the others are archived.
     * Asked where the journal is archived, and again where a verification comes to the event that tells of it. What comes
     * to need an old event between the two says so by an event of the same correlation, or by a case about it.
     *
     * @param first the first event of the range
     * @param last the last one, before the events so far
     */
    default Set<Long> needed(long first, long last, StateComparison stored) {
        return Set.of();
    }

    /**
     * Checks before events up to one are archived that nothing has yet to be made of them.
     *
     * @throws ZentraException {@code invalid_configuration} when something has
     */
    default void requireDone(long last, StateComparison stored) {}

    /** Compares all that is not compared yet with the state after the last event, and adds what differs. */
    void compare(StateComparison stored);
}
