package io.zentra.ledger;

import java.util.Locale;

/**
 * What becomes of a backdated posting that would have broken a floor or ceiling between its effective time and now, or of
 * which too many entries lie between to look.
 */
public enum Backdating {
    /** It is declined. */
    REJECT,
    /** It is made, and tells each limit that it broke and each account not looked at: see {@link Posting#crossings()}. */
    FLAG;

    /** {@code reject} or {@code flag}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of a {@link #code()}. */
    public static Backdating of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
