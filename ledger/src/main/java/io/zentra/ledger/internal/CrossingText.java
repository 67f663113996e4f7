package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Crossing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The broken limits of a posting as its event keeps them. */
final class CrossingText {
    private CrossingText() {}

    /** The member of a posting's event; none without crossings. */
    static void write(CanonicalJson json, List<Crossing> crossings) {
        if (crossings.isEmpty()) {
            return;
        }
        json.name("crossings").beginArray();
        for (Crossing crossing : crossings) {
            json.beginObject()
                    .member("account", crossing.account())
                    .member("asset", crossing.limit().asset().toString())
                    .member("at", crossing.at().toString())
                    .member("balance_minor", crossing.balance().minor())
                    .member("kind", crossing.kind().code())
                    .member("limit_minor", crossing.limit().minor())
                    .endObject();
        }
        json.endArray();
    }

    static List<Crossing> read(JsonNode body) {
        List<Crossing> crossings = new ArrayList<>();
        for (JsonNode crossing : body.path("crossings")) {
            Asset asset = Asset.parse(crossing.path("asset").asText());
            crossings.add(new Crossing(
                    crossing.path("account").asText(),
                    Crossing.Kind.of(crossing.path("kind").asText()),
                    Money.ofMinor(crossing.path("limit_minor").longValue(), asset),
                    Money.ofMinor(crossing.path("balance_minor").longValue(), asset),
                    Instant.parse(crossing.path("at").asText())));
        }
        return crossings;
    }
}
