package io.zentra.policy;

import java.util.Locale;

/** What a policy says to an operation. */
public enum Verdict {
    /** It may go on. */
    ACCEPTED,
    /** Persons have to decide before anything moves. */
    REVIEW,
    /** It is refused. */
    DENIED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** {@code accepted}, {@code review} or {@code denied}. */
    public String code() {
        return code;
    }

    /** The verdict of a {@link #code()}. */
    public static Verdict of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
