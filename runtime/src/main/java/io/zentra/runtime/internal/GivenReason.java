package io.zentra.runtime.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.UnicodeText;
import java.util.Map;

/** The reason that somebody gives for what is done by hand. */
public final class GivenReason {
    /** The longest one, in characters. */
    public static final int MAX_LENGTH = 500;

    private GivenReason() {}

    /**
     * Checks a reason.
     *
     * @throws ZentraException {@code invalid_reason}
     */
    public static String require(String reason) {
        if (reason.isBlank() || reason.length() > MAX_LENGTH || !UnicodeText.isValid(reason)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_REASON,
                    "a reason is 1 to " + MAX_LENGTH + " characters of valid Unicode text without U+0000: tell why",
                    Map.of("length", String.valueOf(reason.length())));
        }
        return reason;
    }
}
