package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.journal.Event;
import io.zentra.runtime.internal.callback.CallbackFacts;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackScheme;
import io.zentra.webhooks.CallbackVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is kept of a callback. Immutable.
 *
 * <pre>{@code
 * CallbackEvidence evidence = acme.evidence().callback(seq).orElseThrow();
 * evidence.verify(scheme);             // again, with the keys of then, as of the instant of its arrival
 * }</pre>
 *
 * @param received the event {@code callback.received} that records it
 * @param told the event that tells what it did: {@code callback.applied} when it had been parked, otherwise the same
 * @param message the message as it is kept; empty when it was erased
 * @param redacted what of the message was not kept, such as {@code header authorization} or {@code member iban}
 * @param repeats how often the same message came again
 * @param changes the events that followed from it, such as {@code transfer.settled}
 */
public record CallbackEvidence(
        Event received,
        Event told,
        Optional<CallbackMessage> message,
        List<String> redacted,
        long repeats,
        List<Event> changes) {
    /** Copies the lists. */
    public CallbackEvidence {
        redacted = List.copyOf(redacted);
        changes = List.copyOf(changes);
    }

    /** The rail whose it is. */
    public String rail() {
        return facts().rail();
    }

    /** What it says. */
    public CallbackStatement statement() {
        return facts().statement();
    }

    /** {@code applied}, {@code duplicate}, {@code contradicted}, or {@code parked} as long as it waits. */
    public String effect() {
        return told.body().path("effect").asText();
    }

    /** The name of the scheme by which it was verified. */
    public String scheme() {
        return facts().proof().scheme();
    }

    /** The key that signed it. */
    public String keyId() {
        return facts().proof().keyId();
    }

    /** What the message is known by: its signed id, or the digest of its body. */
    public String messageId() {
        return facts().proof().messageId();
    }

    /** When it came. */
    public Instant arrivedAt() {
        return facts().proof().judgedAt();
    }

    /** How long before its arrival it was signed; negative when the provider's clock was ahead. Empty when it tells no time. */
    public Optional<Duration> skew() {
        return Optional.ofNullable(facts().proof().sentAt()).map(sent -> Duration.between(sent, arrivedAt()));
    }

    /** The transfer that it speaks of; empty as long as it waits. */
    public Optional<String> transferId() {
        return told.correlation().filter(id -> id.startsWith("tr_"));
    }

    /**
     * Verifies it once more, as of the instant of its arrival: years later too, with the keys of then.
     *
     * @return refused with {@code callback_incomplete} when it was erased, or not kept as it came
     */
    public CallbackVerdict verify(CallbackScheme scheme) {
        if (message.isEmpty() || !redacted.isEmpty()) {
            return new CallbackVerdict.Refused(
                    ErrorCode.CALLBACK_INCOMPLETE,
                    message.isEmpty()
                            ? "the message was erased: what is left is the digest of its body in event "
                                    + received.seq()
                            : "the message is not kept as it came, without " + redacted
                                    + ": the verdict of its arrival stands in event " + received.seq());
        }
        return scheme.judge(message.get(), arrivedAt());
    }

    private CallbackFacts facts() {
        return CallbackFacts.read(received.body());
    }
}
