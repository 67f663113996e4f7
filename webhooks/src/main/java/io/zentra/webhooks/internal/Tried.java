package io.zentra.webhooks.internal;

import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.Transport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param event which event
 * @param at when it began, in microseconds
 * @param latency how long it took, in microseconds
 * @param reply the answer
 * @param request the headers that were sent, secrets struck out
 * @param random chooses the jitter of the next pause
 */
record Tried(long event, long at, long latency, Transport.Reply reply, String request, long random) {
    AttemptOutcome outcome() {
        return reply instanceof Transport.Reply.Answered answered
                ? AttemptOutcome.of(answered.status())
                : AttemptOutcome.UNANSWERED;
    }

    /** When the receiver asks to be tried again, in microseconds; null when it does not. */
    @Nullable
    Long retryAt(long now) {
        String text = reply instanceof Transport.Reply.Answered answered ? answered.retryAfter() : null;
        return text == null ? null : RetryAfter.at(text, now);
    }

    @Nullable
    Long status() {
        return reply instanceof Transport.Reply.Answered answered ? (Long) (long) answered.status() : null;
    }

    @Nullable
    String response() {
        return reply instanceof Transport.Reply.Answered answered ? answered.body() : null;
    }

    @Nullable
    String error() {
        return reply instanceof Transport.Reply.Failed failed
                ? failed.reason().name().toLowerCase(Locale.ROOT) + ": " + failed.message()
                : null;
    }
}
