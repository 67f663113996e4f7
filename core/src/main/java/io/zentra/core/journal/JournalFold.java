package io.zentra.core.journal;

import io.zentra.core.commit.Operation;
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
     * The events, up to one, without which what is not ended yet could not go on: they stay when others are archived. Asked
     * once the verification has come to the last event.
     */
    default Set<Long> needed(long last, StateComparison stored) {
        return Set.of();
    }

    /** Whether an event stays in the database whatever comes: to find it taken out is a fault. */
    default boolean keeps(Event event) {
        return false;
    }

    /** Compares all that is not compared yet with the state after the last event, and adds what differs. */
    void compare(StateComparison stored);
}
