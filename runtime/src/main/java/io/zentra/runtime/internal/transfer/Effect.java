package io.zentra.runtime.internal.transfer;

import java.util.Locale;

/** What news of a rail does; its code stands in the event that records the news. */
public enum Effect {
    /** It is final and changes the transfer. */
    APPLIED,
    /** It says nothing new. */
    DUPLICATE,
    /** It contradicts what is known. */
    CONTRADICTED,
    /** It is not final: the rail is asked again. */
    OPEN,
    /** What it speaks of is not known yet. */
    PARKED;

    /** The code in events. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The effect of a {@link #code()}. */
    public static Effect of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
