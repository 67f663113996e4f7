package io.zentra.runtime.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.runtime.TransferRequest;
import java.util.Map;
import java.util.TreeMap;

/** The request of a transfer as its first event keeps it. */
final class TransferRequestText {
    private TransferRequestText() {}

    static void write(CanonicalJson json, TransferRequest request) {
        Corridor countries = request.countries();
        json.beginObject()
                .member("amount_minor", request.amount().minor())
                .optionalMember("countries", countries == null ? null : countries.toString())
                .member("currency", request.amount().asset().toString())
                .member("destination", request.destination())
                .optionalMember("metadata", request.metadata())
                .optionalMember("rail", request.rail())
                .optionalMember("scope", request.scope())
                .member("source", request.source())
                .endObject();
    }

    /** The request of the event that created a transfer. */
    static TransferRequest read(Event first) {
        JsonNode request = first.request();
        String countries = request.path("countries").textValue();
        Map<String, String> metadata = new TreeMap<>();
        request.path("metadata")
                .properties()
                .forEach(word -> metadata.put(word.getKey(), word.getValue().asText()));
        return new TransferRequest(
                request.path("source").asText(),
                request.path("destination").asText(),
                Money.ofMinor(
                        request.path("amount_minor").longValue(),
                        request.path("currency").asText()),
                request.path("rail").textValue(),
                countries == null ? null : corridor(countries),
                request.path("scope").textValue(),
                metadata,
                IdempotencyKey.of(first.key().orElseThrow()));
    }

    private static Corridor corridor(String text) {
        int end = text.indexOf('>');
        return Corridor.of(text.substring(0, end), text.substring(end + 1));
    }
}
