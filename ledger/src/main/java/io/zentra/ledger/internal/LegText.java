package io.zentra.ledger.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.StoredJson;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The legs of a hold as its row and its events keep them. */
final class LegText {

    private LegText() {}

    static String write(List<HoldLeg> legs) {
        return new String(CanonicalJson.bytes(json -> write(json, legs)), StandardCharsets.UTF_8);
    }

    static void write(CanonicalJson json, List<HoldLeg> legs) {
        json.beginArray();
        for (HoldLeg leg : legs) {
            json.beginObject()
                    .member("account", leg.account())
                    .member("amount_minor", leg.amount().minor())
                    .member("asset", leg.amount().asset().toString())
                    .member("captured_minor", leg.captured().minor())
                    .member("remaining_minor", leg.remaining().minor())
                    .member("side", leg.side().code())
                    .endObject();
        }
        json.endArray();
    }

    static List<HoldLeg> read(String text) {
        try {
            return read(StoredJson.tree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored legs of a hold are not readable", e);
        }
    }

    static List<HoldLeg> read(JsonNode array) {
        List<HoldLeg> legs = new ArrayList<>();
        for (JsonNode leg : array) {
            Asset asset = Asset.parse(leg.path("asset").asText());
            legs.add(new HoldLeg(
                    leg.path("account").asText(),
                    Side.of(leg.path("side").asText()),
                    Money.ofMinor(leg.path("amount_minor").longValue(), asset),
                    Money.ofMinor(leg.path("captured_minor").longValue(), asset),
                    Money.ofMinor(leg.path("remaining_minor").longValue(), asset)));
        }
        return legs;
    }
}
