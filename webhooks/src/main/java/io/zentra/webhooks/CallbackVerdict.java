package io.zentra.webhooks;

import io.zentra.core.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a message is what its provider signed, at the instant of its arrival. Immutable. */
public sealed interface CallbackVerdict {
    /**
     * It is.
     *
     * @param keyId which of the keys made the signature
     * @param messageId the id of the message or event, where the scheme has one: at most {@value #MAX_ID} characters of
     *     printable ASCII without space
     * @param isIdSigned whether the signature covers the id; otherwise anybody who saw the message can send it again
     *     under another one, so nothing may rest on it
     * @param sentAt when it was signed, where the scheme says so
     * @param skew how long ago that was; negative when it is ahead of our clock
     */
    record Verified(
            String keyId,
            Optional<String> messageId,
            boolean isIdSigned,
            Optional<Instant> sentAt,
            Optional<Duration> skew)
            implements CallbackVerdict {
        /** The most characters of an id. */
        public static final int MAX_ID = 150;

        /** Refuses an id of another form with an {@link IllegalArgumentException}; a scheme checks before. */
        public Verified {
            if (messageId.isPresent() && !isId(messageId.get())) {
                throw new IllegalArgumentException(
                        "a message id has 1 to " + MAX_ID + " characters of printable ASCII");
            }
        }

        static boolean isId(String text) {
            boolean isOne = !text.isEmpty() && text.length() <= MAX_ID;
            for (int i = 0; isOne && i < text.length(); i++) {
                isOne = text.charAt(i) > ' ' && text.charAt(i) < 0x7f;
            }
            return isOne;
        }

        /** A message of which nothing but the key is known. */
        public static Verified by(CallbackKey key) {
            return new Verified(key.id(), Optional.empty(), false, Optional.empty(), Optional.empty());
        }

        /** The same with the id of the message. */
        public Verified withId(String id, boolean isSigned) {
            return new Verified(keyId, Optional.of(id), isSigned, sentAt, skew);
        }

        /** The same with the time of the signature. */
        public Verified withSentAt(Instant at, Instant now) {
            return new Verified(keyId, messageId, isIdSigned, Optional.of(at), Optional.of(Duration.between(at, now)));
        }
    }

    /**
     * It is not, and nothing in it may be believed.
     *
     * @param code why, for a program
     * @param message why, for a person: what is wrong, with which value, and what to do
     */
    record Refused(ErrorCode code, String message) implements CallbackVerdict {}
}
