package io.zentra.core.journal;

import io.zentra.core.commit.Operation;
import java.util.List;

/**
 * State recomputed from events and compared with what is stored. Made for one verification. An event or a row that it
 * cannot read it may answer with any exception: the verification counts it as a fault, and asks this fold nothing more.
 */
public interface JournalFold {
    /** The keyed operations that belong to this state: their idempotency keys are compared with it. */
    List<Operation> operations();

    /**
     * Takes the next event, in order, none left out.
     *
     * @param stored the state after the last event of all; what is final after this event can be compared at once
     */
    void apply(Event event, StateComparison stored);

    /** Compares all that is not compared yet with the state after the last event, and adds what differs. */
    void compare(StateComparison stored);
}
