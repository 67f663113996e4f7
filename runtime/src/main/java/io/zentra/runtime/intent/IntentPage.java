package io.zentra.runtime.intent;

import java.util.List;

/**
 * A page of intents that were looked for, each as it stands. Immutable.
 *
 * @param intents those found, in the order in which they were accepted; a page may have few or none, and another follow
 * @param next where the next page begins; 0 when there is none
 */
public record IntentPage(List<Intent> intents, long next) {
    /** Copies the list. */
    public IntentPage {
        intents = List.copyOf(intents);
    }

    /** Whether another page follows. */
    public boolean hasNext() {
        return next != 0;
    }
}
