package io.zentra.ledger.internal;

import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import java.util.Map;

/**
 * The keys of imported lines. A line that was refused keeps its key and its refusal; tried again it takes the next of its
 * keys, {@code key~2}, {@code key~3}, and counts as imported by the one that was not refused.
 */
public final class LineKeys {
    /** The most tries of a line. */
    public static final int MAX_TRIES = 1_000;

    private static final String DECLINED = "request.declined";
    private static final String RESERVED = "#~";

    /** The number of a try has room behind it. */
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

    /** The key of a try, counted from 1. */
    public static IdempotencyKey ofTry(IdempotencyKey key, int number) {
        return number == 1 ? key : IdempotencyKey.of(key.value() + "~" + number);
    }

    /** Whether the first event of a key tells of a refusal. */
    public static boolean isRefusal(Event first) {
        return first.type().equals(DECLINED);
    }
}
