package io.zentra.runtime.internal.callback;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.core.money.Money;
import io.zentra.runtime.CallbackStatement;
import io.zentra.runtime.internal.transfer.Effect;
import io.zentra.webhooks.CallbackVerdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a verified callback: what it says, and how it was verified. It stands in the event that records it, in
 * the row of a parked one, and once more in the event that applies that.
 *
 * @param rail the rail whose it is
 * @param statement what it says
 * @param proof how it was verified
 * @param isIdReused whether its message id had been used by a callback that says something else
 */
public record CallbackFacts(String rail, CallbackStatement statement, Proof proof, boolean isIdReused) {
    /**
     * How a callback was verified.
     *
     * @param scheme the name of the scheme
     * @param keyId the key that signed it
     * @param messageId what the message is known by
     * @param sentAt when it was signed; null when the scheme does not tell
     * @param judgedAt the time of its arrival, for which it was verified
     * @param bodySha256 the SHA-256 of the body as it came, in hexadecimal digits
     * @param keptSha256 the digest of what is kept of the message
     */
    public record Proof(
            String scheme,
            String keyId,
            String messageId,
            @Nullable Instant sentAt,
            Instant judgedAt,
            String bodySha256,
            String keptSha256) {
        /** The proof of a verdict. An id that anybody could change says nothing: then a message is known by its content. */
        public static Proof of(String scheme, CallbackVerdict.Verified verdict, Instant judgedAt, KeptMessage message) {
            String id = verdict.messageId()
                    .filter(signed -> verdict.isIdSigned())
                    .orElseGet(() -> "sha256:" + message.bodySha256());
            return new Proof(
                    scheme,
                    verdict.keyId(),
                    id,
                    verdict.sentAt().orElse(null),
                    judgedAt,
                    message.bodySha256(),
                    message.sha256());
        }
    }

    /** The facts of a callback that has just been verified. */
    public static CallbackFacts of(String rail, CallbackStatement statement, Proof proof) {
        return new CallbackFacts(rail, statement, proof, false);
    }

    /** The same under a message id that was used for something else. */
    CallbackFacts reusingItsId() {
        return new CallbackFacts(rail, statement, proof, true);
    }

    /** Writes what it says, as the members of an object. */
    static void writeStatement(CanonicalJson json, CallbackStatement statement) {
        json.beginObject()
                .member("amount_minor", statement.amount().minor())
                .optionalMember("business_key", statement.businessKey())
                .member("currency", statement.amount().asset().toString())
                .member("outcome", statement.outcome().code())
                .optionalMember("provider_reference", statement.providerReference())
                .optionalMember("reason", statement.reason())
                .member("reference", statement.reference())
                .endObject();
    }

    /** The SHA-256 of what it says, in hexadecimal digits. */
    String statementSha256() {
        return Sha256.hex(CanonicalJson.bytes(json -> writeStatement(json, statement)));
    }

    /**
     * Writes all of it.
     *
     * @param effect what it did; null for what has yet to be told
     * @param callback the event that records it; null when that is the one being written
     * @param isErased whether the message itself was erased before
     */
    void write(CanonicalJson json, @Nullable Effect effect, @Nullable Long callback, boolean isErased) {
        json.beginObject()
                .member("amount_minor", statement.amount().minor())
                .member("body_sha256", proof.bodySha256())
                .optionalMember("business_key", statement.businessKey());
        if (callback != null) {
            json.member("callback", callback);
        }
        json.member("currency", statement.amount().asset().toString())
                .optionalMember("effect", effect == null ? null : effect.code());
        if (isErased) {
            json.member("erased", true);
        }
        json.member("judged_at", proof.judgedAt().toString())
                .member("kept_sha256", proof.keptSha256())
                .member("key", proof.keyId())
                .member("message", proof.messageId())
                .member("outcome", statement.outcome().code())
                .optionalMember("provider_reference", statement.providerReference())
                .member("rail", rail)
                .optionalMember("reason", statement.reason())
                .member("reference", statement.reference());
        if (isIdReused) {
            json.member("reused_id", true);
        }
        json.member("scheme", proof.scheme())
                .optionalMember(
                        "sent_at",
                        proof.sentAt() == null ? null : proof.sentAt().toString())
                .endObject();
    }

    /** Reads what is told in the body of the event that records or applies it. */
    public static CallbackFacts read(JsonNode body) {
        String sentAt = body.path("sent_at").textValue();
        return new CallbackFacts(
                body.path("rail").asText(),
                new CallbackStatement(
                        body.path("reference").asText(),
                        CallbackStatement.Outcome.of(body.path("outcome").asText()),
                        Money.ofMinor(
                                body.path("amount_minor").longValue(),
                                body.path("currency").asText()),
                        body.path("provider_reference").textValue(),
                        body.path("reason").textValue(),
                        body.path("business_key").textValue()),
                new Proof(
                        body.path("scheme").asText(),
                        body.path("key").asText(),
                        body.path("message").asText(),
                        sentAt == null ? null : Instant.parse(sentAt),
                        Instant.parse(body.path("judged_at").asText()),
                        body.path("body_sha256").asText(),
                        body.path("kept_sha256").asText()),
                body.path("reused_id").booleanValue());
    }
}
