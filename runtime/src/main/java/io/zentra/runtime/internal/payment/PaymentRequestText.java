package io.zentra.runtime.internal.payment;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.runtime.payment.PaymentRequest;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The request of a payment as the first event of its command keeps it. */
final class PaymentRequestText {
    private PaymentRequestText() {}

    /**
     * Writes it.
     *
     * @param reason why it is forced; null when it is not
     */
    static void write(CanonicalJson json, PaymentFlow flow, PaymentRequest request, @Nullable String reason) {
        Corridor countries = request.countries();
        Instant expiresAt = request.expiresAt();
        json.beginObject()
                .member("amount_minor", request.amount().minor())
                .optionalMember("countries", countries == null ? null : countries.toString())
                .member("currency", request.amount().asset().toString())
                .member("destination", request.destination())
                .optionalMember("expires_at", expiresAt == null ? null : expiresAt.toString())
                .member("flow", flow.code())
                .optionalMember("metadata", request.metadata());
        if (request.isOverRails()) {
            json.member("over_rails", true);
        }
        json.optionalMember("reason", reason)
                .optionalMember("scope", request.scope())
                .member("source", request.source())
                .endObject();
    }

    /** The request of such an event. */
    static PaymentRequest read(Event first) {
        JsonNode request = first.request();
        String countries = request.path("countries").textValue();
        String expiresAt = request.path("expires_at").textValue();
        Map<String, String> metadata = new TreeMap<>();
        request.path("metadata")
                .properties()
                .forEach(word -> metadata.put(word.getKey(), word.getValue().asText()));
        return new PaymentRequest(
                request.path("source").asText(),
                request.path("destination").asText(),
                Money.ofMinor(
                        request.path("amount_minor").longValue(),
                        request.path("currency").asText()),
                expiresAt == null ? null : Instant.parse(expiresAt),
                countries == null ? null : Corridor.parse(countries),
                request.path("scope").textValue(),
                metadata,
                request.path("over_rails").booleanValue(),
                IdempotencyKey.of(first.key().orElseThrow()));
    }
}
