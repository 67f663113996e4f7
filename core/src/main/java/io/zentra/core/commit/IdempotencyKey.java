package io.zentra.core.commit;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import java.util.Map;

/**
 * The caller's name for one request: however often it is sent with this key, it takes effect once. Immutable.
 *
 * <p>Keys live as long as the journal and count per tenant and operation. Keys that ascend in time (a ULID, a UUID of
 * version 7, an order number) keep the index of keys compact.
 *
 * @param value 1 to 255 printable ASCII characters
 */
public record IdempotencyKey(String value) {
    /** The most characters of a key. */
    public static final int MAX_LENGTH = 255;

    /**
     * Checks the form.
     *
     * @throws ZentraException {@code invalid_key}
     */
    public IdempotencyKey {
        boolean printable = value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (value.isEmpty() || value.length() > MAX_LENGTH || !printable) {
            String shown = Shown.of(value);
            throw ZentraException.of(
                    ErrorCode.INVALID_KEY,
                    "the idempotency key \"" + shown + "\" of " + value.length()
                            + " characters is malformed: it must have" + " 1 to " + MAX_LENGTH
                            + " printable ASCII characters and no space",
                    Map.of("key", shown));
        }
    }

    /**
     * The key of this text.
     *
     * @throws ZentraException {@code invalid_key}
     */
    public static IdempotencyKey of(String value) {
        return new IdempotencyKey(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
