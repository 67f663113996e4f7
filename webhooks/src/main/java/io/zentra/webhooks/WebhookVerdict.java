package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;

/** Whether a message is what its sender signed, now. Immutable. */
public sealed interface WebhookVerdict {
    /**
     * It is.
     *
     * @param id the message's id
     * @param sentAt the time of the attempt
     * @param skew how long ago that was; negative when it is ahead of our clock
     * @param secretIndex which of the secrets made the signature, from 0
     */
    record Verified(String id, Instant sentAt, Duration skew, int secretIndex) implements WebhookVerdict {}

    /**
     * It is not, and nothing in it may be believed.
     *
     * @param code {@code signature_missing}, {@code signature_invalid} or {@code signature_stale}
     * @param message why
     */
    record Refused(ErrorCode code, String message) implements WebhookVerdict {}
}
