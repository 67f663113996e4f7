package io.zentra.runtime.intent;

import java.util.Locale;

/** Where the money of an intent is. */
public enum LedgerState {
    /** Nothing has moved. */
    NONE,
    /** It is set aside. */
    RESERVED,
    /** It was posted; over a rail that settles later, it waits to be settled. */
    POSTED,
    /** It is with the destination. */
    SETTLED,
    /** What had been set aside was given back. */
    RELEASED,
    /** What had moved was given back. */
    REVERSED;

    /** The stable text, such as {@code posted}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
