package io.zentra.policy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Corridor;
import io.zentra.policy.Facts;
import io.zentra.policy.Proposal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Facts as events keep them. */
public final class FactsText {
    private static final String FACTS = "facts";
    private static final String ACTOR = "actor";
    private static final String KIND = "kind";

    private FactsText() {}

    static void write(CanonicalJson json, Facts facts) {
        json.beginObject().member(ACTOR, facts.actor());
        json.member("amount_minor", facts.proposal().amount().minor())
                .member("asset", facts.proposal().amount().asset().toString())
                .member("at", facts.at());
        ofCorridors(json, facts.proposal());
        json.member("offset_seconds", facts.offset().getTotalSeconds());
        end(json, facts.proposal());
        json.member("tenant", facts.tenant())
                .member("zone", facts.zone().getId())
                .endObject();
    }

    /**
     * What an event tells besides the facts that it keeps: its time and tenant always, and perhaps more.
     *
     * @param actor whether its actor is the one who asks
     * @param proposal whether its request tells what is proposed
     */
    record Told(boolean actor, boolean proposal) {
        /** What a stored event tells. */
        static Told by(Event event) {
            JsonNode facts = event.body().path(FACTS);
            return new Told(!facts.has(ACTOR), !facts.has(KIND));
        }
    }

    /** Facts in the body of an event: those that the event tells elsewhere are left out. */
    static void write(CanonicalJson json, Facts facts, Told told) {
        json.name(FACTS).beginObject();
        if (!told.actor()) {
            json.member(ACTOR, facts.actor());
        }
        if (!told.proposal()) {
            begin(json, facts.proposal());
        }
        json.member("offset_seconds", facts.offset().getTotalSeconds());
        if (!told.proposal()) {
            end(json, facts.proposal());
        }
        json.member("zone", facts.zone().getId()).endObject();
    }

    /** What is proposed, as requests keep it. */
    public static void write(CanonicalJson json, Proposal proposal) {
        json.beginObject();
        begin(json, proposal);
        end(json, proposal);
        json.endObject();
    }

    private static void begin(CanonicalJson json, Proposal proposal) {
        json.member("amount_minor", proposal.amount().minor())
                .member("asset", proposal.amount().asset().toString());
        ofCorridors(json, proposal);
    }

    private static void ofCorridors(CanonicalJson json, Proposal proposal) {
        json.optionalMember("countries", text(proposal.countries()))
                .optionalMember("currencies", text(proposal.currencies()));
        end(json, "destination", proposal.destination());
        json.member(KIND, proposal.kind()).optionalMember("metadata", proposal.metadata());
    }

    private static void end(CanonicalJson json, Proposal proposal) {
        json.optionalMember("rail", proposal.rail());
        rails(json, proposal);
        json.optionalMember("scope", proposal.scope());
        end(json, "source", proposal.source());
    }

    private static void rails(CanonicalJson json, Proposal proposal) {
        if (!proposal.rails().isEmpty()) {
            json.name("rails").beginArray();
            proposal.rails().forEach(json::value);
            json.endArray();
        }
    }

    private static void end(CanonicalJson json, String name, Proposal.@Nullable End end) {
        if (end != null) {
            json.name(name).beginObject().member("account", end.account());
            json.optionalMember("attributes", end.attributes()).endObject();
        }
    }

    private static @Nullable String text(@Nullable Corridor corridor) {
        return corridor == null ? null : corridor.toString();
    }

    /** The facts of the event of a decision. */
    static Facts read(Event event) {
        JsonNode facts = event.body().path(FACTS);
        Told told = Told.by(event);
        return new Facts(
                event.tenant(),
                told.actor() ? event.actor() : facts.path(ACTOR).asText(),
                proposal(told.proposal() ? event.request().path("proposal") : facts),
                event.at(),
                ZoneId.of(facts.path("zone").asText()),
                ZoneOffset.ofTotalSeconds(facts.path("offset_seconds").asInt()));
    }

    static Facts read(JsonNode node) {
        return new Facts(
                node.path("tenant").asText(),
                node.path("actor").asText(),
                proposal(node),
                Instant.parse(node.path("at").asText()),
                ZoneId.of(node.path("zone").asText()),
                ZoneOffset.ofTotalSeconds(node.path("offset_seconds").asInt()));
    }

    /** What is proposed, from facts or a request. */
    public static Proposal proposal(JsonNode node) {
        List<String> rails = new ArrayList<>();
        node.path("rails").forEach(rail -> rails.add(rail.asText()));
        return new Proposal(
                node.path("kind").asText(),
                Money.ofMinor(
                        node.path("amount_minor").asLong(),
                        Asset.parse(node.path("asset").asText())),
                end(node.path("source")),
                end(node.path("destination")),
                corridor(node.path("countries")),
                corridor(node.path("currencies")),
                node.path("rail").textValue(),
                rails,
                node.path("scope").textValue(),
                texts(node.path("metadata")));
    }

    private static Proposal.@Nullable End end(JsonNode node) {
        return node.isObject() ? new Proposal.End(node.path("account").asText(), texts(node.path("attributes"))) : null;
    }

    private static @Nullable Corridor corridor(JsonNode node) {
        return node.isTextual() ? Corridor.parse(node.textValue()) : null;
    }

    static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }
}
