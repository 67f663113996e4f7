package io.zentra.ledger.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.Map;

/** The keys of lines. */
public final class LineKeys {
    private static final String RESERVED = "#~";

    private static final int MAX_LENGTH = 200;

    private LineKeys() {}

    /**
     * The key of a line.
     *
     * @throws ZentraException {@code invalid_key}
     */
    public static IdempotencyKey require(String text) {
        IdempotencyKey key = IdempotencyKey.of(text);
        if (text.length() > MAX_LENGTH || text.chars().anyMatch(c -> RESERVED.indexOf(c) >= 0)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_KEY,
                    "the key \"" + Shown.of(text) + "\" of a line must have at most " + MAX_LENGTH
                            + " characters and none of " + RESERVED,
                    Map.of("key", Shown.of(text)));
        }
        return key;
    }
}
