package io.zentra.core.journal;

/** State recomputed from events, to be compared with what is stored. Made for one verification. */
public interface JournalFold {
    /** Takes the next event, in order, none left out. */
    void apply(Event event);

    /** Compares with the stored state after the last event that was applied, and adds what differs. */
    void compare(StateComparison stored);
}
