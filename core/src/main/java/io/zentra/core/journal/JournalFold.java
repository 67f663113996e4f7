package io.zentra.core.journal;

import java.util.List;

/** State recomputed from events, to be compared with what is stored. Made for one verification. */
public interface JournalFold {
    /** Takes the next event, in order, none left out. */
    void apply(Event event);

    /**
     * Compares with the stored state.
     *
     * @param seq the last event that was applied; rows that a later event changed are not comparable
     * @return what differs, one line each; empty when nothing does
     */
    List<String> faults(long seq);
}
