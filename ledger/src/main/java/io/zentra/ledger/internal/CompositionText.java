package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Composed;
import io.zentra.ledger.Composed.Given;
import io.zentra.ledger.Composed.Moved;
import io.zentra.ledger.Composed.Taken;
import io.zentra.ledger.Movement;
import io.zentra.ledger.Share;
import io.zentra.ledger.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compositions as requests and events keep them: an event has the rule with what it came to in the same place. */
final class CompositionText {
    static final String KIND = "composition";

    private CompositionText() {}

    /** The basis of an event. */
    static void write(CanonicalJson json, Composed composed) {
        json.beginObject().member("kind", KIND).name("movements").beginArray();
        composed.movements().forEach(moved -> write(json, moved.rule(), moved));
        json.endArray().endObject();
    }

    /** The rules of a request. */
    static void writeRules(CanonicalJson json, List<Movement> rules) {
        json.beginArray();
        rules.forEach(rule -> write(json, rule, null));
        json.endArray();
    }

    private static void write(CanonicalJson json, Movement rule, @Nullable Moved moved) {
        json.beginObject();
        json.member("amount_minor", rule.amount().minor());
        json.member("asset", rule.amount().asset().toString());
        json.name("destinations").beginArray();
        for (int i = 0; i < rule.destinations().size(); i++) {
            Movement.Destination destination = rule.destinations().get(i);
            json.beginObject().member("account", destination.account());
            if (moved != null) {
                json.member("amount_minor", moved.given().get(i).amount().minor());
            }
            json.member("share", destination.share().toString()).endObject();
        }
        json.endArray().member("mode", rule.mode().code());
        if (moved != null) {
            json.member("moved_minor", moved.amount().minor());
            json.member("remainder", rule.givesRemainderToTheLast() ? "last" : "largest_fraction");
        }
        json.member("side", rule.side().code()).name("sources").beginArray();
        for (int i = 0; i < rule.sources().size(); i++) {
            Taken taken =
                    moved != null && i < moved.taken().size() ? moved.taken().get(i) : null;
            write(json, rule.sources().get(i), taken);
        }
        json.endArray().endObject();
    }

    private static void write(CanonicalJson json, Movement.Source source, @Nullable Taken taken) {
        json.beginObject().member("account", source.account());
        member(json, "at_most_minor", source.atMost());
        if (taken != null) {
            member(json, "room_minor", taken.room());
            member(json, "taken_minor", taken.amount());
        }
        json.endObject();
    }

    private static void member(CanonicalJson json, String name, @Nullable Money amount) {
        if (amount != null) {
            json.member(name, amount.minor());
        }
    }

    /** Reads the basis of an event. */
    static Composed read(JsonNode basis) {
        List<Moved> movements = new ArrayList<>();
        basis.path("movements").forEach(node -> movements.add(readMoved(node)));
        return new Composed(movements);
    }

    private static Moved readMoved(JsonNode node) {
        Asset asset = Asset.parse(node.path("asset").asText());
        List<Movement.Source> sources = new ArrayList<>();
        List<Taken> taken = new ArrayList<>();
        for (JsonNode source : node.path("sources")) {
            String account = source.path("account").asText();
            sources.add(new Movement.Source(account, money(source, "at_most_minor", asset)));
            Money part = money(source, "taken_minor", asset);
            if (part != null) {
                taken.add(new Taken(account, money(source, "room_minor", asset), part));
            }
        }
        List<Movement.Destination> destinations = new ArrayList<>();
        List<Given> given = new ArrayList<>();
        for (JsonNode destination : node.path("destinations")) {
            String account = destination.path("account").asText();
            destinations.add(new Movement.Destination(
                    account, Share.parse(destination.path("share").asText())));
            given.add(new Given(
                    account, Money.ofMinor(destination.path("amount_minor").longValue(), asset)));
        }
        Movement rule = new Movement(
                Movement.Mode.of(node.path("mode").asText()),
                Money.ofMinor(node.path("amount_minor").longValue(), asset),
                Side.of(node.path("side").asText()),
                sources,
                destinations);
        return new Moved(rule, Money.ofMinor(node.path("moved_minor").longValue(), asset), taken, given);
    }

    private static @Nullable Money money(JsonNode node, String name, Asset asset) {
        return node.has(name) ? Money.ofMinor(node.path(name).longValue(), asset) : null;
    }
}
