package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import java.time.Instant;

/**
 * How a provider signs its callbacks. The schemes of this package cover most providers; a host writes its own for one
 * that signs in another way. An implementation is immutable or at least thread-safe, and pure: the same message, keys and
 * instant give the same verdict, so that what was accepted can be verified again years later.
 *
 * <pre>{@code
 * CallbackScheme scheme = StripeWebhooks.secret(endpointSecret);
 * CallbackVerdict verdict = scheme.judge(CallbackMessage.of(headers, body), now);
 * }</pre>
 */
public interface CallbackScheme {
    /** The stable name of the scheme, for evidence: 1 to 40 of {@code a-z 0-9 _}. */
    String name();

    /**
     * Whether the message is what its provider signed. To be written so that it judges by the raw bytes before anything in
     * them is parsed, compares in constant time, and throws for nothing that a provider may send; to be called through
     * {@link #judge}.
     *
     * @param message within its limits
     * @param now the time of arrival
     */
    CallbackVerdict verify(CallbackMessage message, Instant now);

    /**
     * The verdict on any message: one beyond its limits is refused before the scheme sees it, and a scheme that throws
     * refuses with {@code scheme_failed}, a code of the 500s, so that the provider sends again.
     *
     * @param now the time of arrival
     */
    default CallbackVerdict judge(CallbackMessage message, Instant now) {
        String excess = message.excess().orElse(null);
        if (excess != null) {
            return new CallbackVerdict.Refused(ErrorCode.CALLBACK_TOO_LARGE, excess);
        }
        try {
            return verify(message, now);
        } catch (RuntimeException failed) {
            return new CallbackVerdict.Refused(
                    ErrorCode.SCHEME_FAILED,
                    "the scheme " + getClass().getSimpleName() + " threw "
                            + failed.getClass().getSimpleName()
                            + " instead of a verdict: mend it, then the callback can be sent again");
        }
    }
}
