package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Crossing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
            write(json, crossing);
        }
        json.endArray();
    }

    private static void write(CanonicalJson json, Crossing crossing) {
        Money limit = crossing.limit();
        json.beginObject().member("account", crossing.account());
        if (limit == null) {
            json.member("at", crossing.at().toString())
                    .member("kind", crossing.kind().code());
        } else {
            json.member("asset", limit.asset().toString())
                    .member("at", crossing.at().toString())
                    .member(
                            "balance_minor",
                            Objects.requireNonNull(crossing.balance()).minor())
                    .member("kind", crossing.kind().code())
                    .member("limit_minor", limit.minor());
        }
        json.endObject();
    }

    static List<Crossing> read(JsonNode body) {
        List<Crossing> crossings = new ArrayList<>();
        for (JsonNode crossing : body.path("crossings")) {
            String account = crossing.path("account").asText();
            Crossing.Kind kind = Crossing.Kind.of(crossing.path("kind").asText());
            Instant at = Instant.parse(crossing.path("at").asText());
            crossings.add(
                    kind == Crossing.Kind.NOT_LOOKED_AT
                            ? new Crossing(account, kind, null, null, at)
                            : new Crossing(
                                    account,
                                    kind,
                                    money(crossing, "limit_minor"),
                                    money(crossing, "balance_minor"),
                                    at));
        }
        return crossings;
    }

    private static Money money(JsonNode crossing, String member) {
        return Money.ofMinor(
                crossing.path(member).longValue(),
                Asset.parse(crossing.path("asset").asText()));
    }
}
