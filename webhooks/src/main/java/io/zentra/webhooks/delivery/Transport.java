package io.zentra.webhooks.delivery;

import io.zentra.webhooks.endpoint.EndpointUrl;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries a message to an endpoint, once: no second try, no redirect followed. Implementations are thread-safe.
 */
public interface Transport extends AutoCloseable {
    /** The most bytes of an answer that are kept. */
    int MAX_ANSWER_BYTES = 16_384;

    /**
     * Sends and waits, the deadline at most; whatever goes wrong is an answer, too.
     *
     * @param message what to send
     */
    Reply send(Message message);

    /** Ends connections. */
    @Override
    default void close() {}

    /**
     * A POST.
     *
     * @param url where to
     * @param headers its headers, signatures among them; never to be logged
     * @param body the bytes that were signed
     * @param deadline for all of it, from the resolution of the name to the last byte of the answer
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(EndpointUrl url, Map<String, String> headers, byte[] body, Duration deadline) {
        /** Without headers and body. */
        @Override
        public String toString() {
            return "Message[" + url.host() + ", " + body.length + " bytes]";
        }
    }

    /** What came back. */
    sealed interface Reply {
        /**
         * An answer.
         *
         * @param status its HTTP status
         * @param retryAfter the header of this name; null when there is none
         * @param body the beginning of the answer, for people
         */
        record Answered(int status, @Nullable String retryAfter, String body) implements Reply {}

        /**
         * None.
         *
         * @param reason why
         * @param message for people, without secrets
         */
        record Failed(Reason reason, String message) implements Reply {}
    }

    /** Why there was no answer. */
    enum Reason {
        /** The address is one to which nothing is sent. */
        FORBIDDEN,
        /** The name was not found. */
        NAME,
        /** No connection, also none with the certificate that belongs to the name. */
        CONNECTION,
        /** The deadline passed. */
        DEADLINE,
        /** The connection ended before the answer did, or what came was no HTTP. */
        BROKEN
    }
}
