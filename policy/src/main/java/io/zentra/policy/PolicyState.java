package io.zentra.policy;

import java.util.Locale;

/** How far a version of a policy has come. */
public enum PolicyState {
    /** It was written down. */
    DRAFT,
    /** What the analysis finds in it is known. */
    ANALYSED,
    /** Another person than its author agrees to it. */
    APPROVED,
    /** It decides, or did until another version took its place, or will at an instant. */
    PUBLISHED,
    /** It was published, and taken back. */
    ROLLED_BACK;

    /** {@code draft}, {@code analysed}, {@code approved}, {@code published} or {@code rolled_back}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a {@link #code()}. */
    public static PolicyState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
