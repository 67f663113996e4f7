package io.zentra.policy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.policy.Decision;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.Facts;
import io.zentra.policy.Fired;
import io.zentra.policy.PolicyRef;
import io.zentra.policy.RailChoice;
import io.zentra.policy.Verdict;
import io.zentra.policy.WindowReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decisions as events keep them. What follows from the version and the rest is left out: it is made again. */
public final class DecisionText {
    /** The type of the event of an operation that may go on. */
    public static final String ACCEPTED = "policy.accepted";

    /** The type of the event of an operation that persons have to decide about. */
    public static final String REVIEW = "policy.review";

    /** The type of the event of an operation that is refused. */
    public static final String DENIED = "policy.denied";

    private DecisionText() {}

    /** The type of a decision's event. */
    static String type(Decision decision) {
        return switch (decision.verdict()) {
            case ACCEPTED -> ACCEPTED;
            case REVIEW -> REVIEW;
            case DENIED -> DENIED;
        };
    }

    /** What the decision of an event of this type says; null when it is no decision's. */
    static @Nullable Verdict verdict(String type) {
        return switch (type) {
            case ACCEPTED -> Verdict.ACCEPTED;
            case REVIEW -> Verdict.REVIEW;
            case DENIED -> Verdict.DENIED;
            default -> null;
        };
    }

    /**
     * Writes the body of a decision's event.
     *
     * @param told what the event tells besides it
     * @param usage writes what it added to meters as a member, or nothing
     */
    static void write(CanonicalJson json, DecisionRecord made, FactsText.Told told, CanonicalJson.Value usage) {
        Decision decision = made.decision();
        json.beginObject().optionalMember("approved_by_case", made.approvedByCase());
        json.optionalMember("decided_by", decision.decidedBy());
        FactsText.write(json, decision.facts(), told);
        writeRest(json, decision);
        if (!made.trials().isEmpty()) {
            json.name("trials").beginArray();
            for (Decision trial : made.trials()) {
                json.beginObject().optionalMember("decided_by", trial.decidedBy());
                writeRest(json, trial);
                writeEnd(json, trial, nothing -> {});
            }
            json.endArray();
        }
        writeEnd(json, decision, usage);
    }

    private static void writeRest(CanonicalJson json, Decision decision) {
        if (!decision.fired().isEmpty()) {
            json.name("fired").beginArray();
            decision.fired().forEach(fired -> write(json, fired));
            json.endArray();
        }
        json.name("policy").beginObject();
        json.member("hash", decision.policy().hash())
                .member("name", decision.policy().name())
                .member("version", decision.policy().version())
                .endObject();
        if (!decision.rails().eligible().isEmpty()
                || !decision.rails().excluded().isEmpty()) {
            json.name("rails").beginObject();
            json.name("eligible").beginArray();
            decision.rails().eligible().forEach(json::value);
            json.endArray();
            json.optionalMember("excluded", decision.rails().excluded()).endObject();
        }
        json.optionalMember("reason", decision.reason());
        if (decision.score() != 0) {
            json.member("score", decision.score());
        }
    }

    private static void writeEnd(CanonicalJson json, Decision decision, CanonicalJson.Value usage) {
        usage.write(json);
        json.member("verdict", decision.verdict().code());
        if (!decision.windows().isEmpty()) {
            json.name("windows").beginObject();
            decision.windows().forEach(reading -> write(json.name(reading.window()), reading));
            json.endObject();
        }
        json.endObject();
    }

    private static void write(CanonicalJson json, Fired fired) {
        json.beginObject();
        if (fired.distance() != null) {
            json.member("distance", fired.distance());
        }
        PolicyText.write(json.name("effect"), fired.effect());
        json.member("rule", fired.rule()).member("step", fired.step()).endObject();
    }

    private static void write(CanonicalJson json, WindowReading reading) {
        json.beginObject()
                .member("after", reading.after())
                .member("before", reading.before())
                .member("since", reading.since())
                .endObject();
    }

    /** The decision of an event, as it tells it. */
    public static DecisionRecord read(Event event) {
        JsonNode body = event.body();
        Facts facts = FactsText.read(event);
        List<Decision> trials = new ArrayList<>();
        body.path("trials").forEach(trial -> trials.add(read(facts, trial)));
        return new DecisionRecord(
                event.subject().orElse(""),
                event.seq(),
                read(facts, body),
                trials,
                body.path("approved_by_case").textValue());
    }

    private static Decision read(Facts facts, JsonNode body) {
        List<Fired> fired = new ArrayList<>();
        for (JsonNode one : body.path("fired")) {
            JsonNode distance = one.path("distance");
            fired.add(new Fired(
                    one.path("rule").asText(),
                    one.path("step").asText(),
                    PolicyReader.effect(one.path("effect")),
                    distance.isIntegralNumber() ? distance.longValue() : null));
        }
        List<String> eligible = new ArrayList<>();
        body.path("rails").path("eligible").forEach(rail -> eligible.add(rail.asText()));
        return new Decision(
                policy(body),
                facts,
                Verdict.of(body.path("verdict").asText()),
                body.path("reason").textValue(),
                body.path("decided_by").textValue(),
                fired,
                windows(body),
                body.path("score").asInt(),
                new RailChoice(eligible, FactsText.texts(body.path("rails").path("excluded"))));
    }

    /** The version that a body names. */
    static PolicyRef policy(JsonNode body) {
        JsonNode policy = body.path("policy");
        return new PolicyRef(
                policy.path("name").asText(),
                policy.path("version").asInt(),
                policy.path("hash").asText());
    }

    /** The windows that a body tells, in the order of their names. */
    static List<WindowReading> windows(JsonNode body) {
        Map<String, WindowReading> windows = new TreeMap<>();
        body.path("windows")
                .properties()
                .forEach(window -> windows.put(
                        window.getKey(),
                        new WindowReading(
                                window.getKey(),
                                Instant.parse(window.getValue().path("since").asText()),
                                window.getValue().path("before").asLong(),
                                window.getValue().path("after").asLong())));
        return new ArrayList<>(windows.values());
    }
}
