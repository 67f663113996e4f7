package io.zentra.core.review;

import java.util.Locale;

/** How far a case has come. */
public enum ReviewStatus {
    /** People have to decide it. */
    OPEN,
    /** As many as it takes approved it; what waits for it has yet to go on. */
    APPROVED,
    /** Somebody denied it; what waits for it has yet to end. */
    DENIED,
    /** What waited for it went on, by which its approvals are used up. */
    RESUMED,
    /** What waited for it ended because it was denied. */
    REFUSED,
    /** It was taken back before it came to anything. */
    WITHDRAWN;

    /** The name in small letters, such as {@code open}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of a {@link #code()}. */
    public static ReviewStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether nothing becomes of it any more. */
    public boolean isFinal() {
        return this == RESUMED || this == REFUSED || this == WITHDRAWN;
    }
}
