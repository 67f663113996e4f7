package io.zentra.policy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.policy.Decision;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.Facts;
import io.zentra.policy.PolicyRef;
import io.zentra.policy.WindowReading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes a decision again from what its event keeps. */
public final class Replaying {
    /** The events that keep decisions. */
    static final Set<String> TYPES = Set.of(DecisionText.ACCEPTED, DecisionText.REVIEW, DecisionText.DENIED);

    private final Function<PolicyRef, CompiledPolicy> policies;

    /**
     * Replays with these versions.
     *
     * @param policies gives the version that a decision names
     */
    public Replaying(Function<PolicyRef, CompiledPolicy> policies) {
        this.policies = policies;
    }

    /** Whether an event keeps a decision. */
    public static boolean isDecision(Event event) {
        return TYPES.contains(event.type());
    }

    /** The decision of an event, made again. */
    public DecisionRecord again(Event event) {
        JsonNode body = event.body();
        Facts facts = FactsText.read(event);
        List<Decision> trials = new ArrayList<>();
        body.path("trials").forEach(trial -> trials.add(decide(facts, trial)));
        return new DecisionRecord(
                event.subject().orElse(""),
                event.seq(),
                decide(facts, body),
                trials,
                body.path("approved_by_case").textValue());
    }

    /** Whether a decision made again is written with the same bytes as the event keeps. */
    public static boolean isSame(Event event, DecisionRecord again) {
        JsonNode body = event.body();
        byte[] stored = CanonicalJson.bytes(json -> write(json, body));
        byte[] replayed =
                CanonicalJson.bytes(json -> DecisionText.write(json, again, FactsText.Told.by(event), usage -> {
                    if (body.has("usage")) {
                        write(usage.name("usage"), body.path("usage"));
                    }
                }));
        return Arrays.equals(stored, replayed) && event.type().equals(DecisionText.type(again.decision()));
    }

    private Decision decide(Facts facts, JsonNode body) {
        List<WindowReading> windows = DecisionText.windows(body);
        Selection selection = policies.apply(DecisionText.policy(body)).select(facts);
        List<String> read = windows.stream().map(WindowReading::window).toList();
        List<String> counting = selection.counting().stream().map(Counted::name).toList();
        if (!read.equals(counting)) {
            throw new IllegalStateException(
                    "the decision read the windows " + read + ", and those that count are " + counting);
        }
        return selection.decide(windows);
    }

    private static void write(CanonicalJson json, JsonNode node) {
        if (node.isObject()) {
            json.beginObject();
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            members.forEach((name, value) -> write(json.name(name), value));
            json.endObject();
        } else if (node.isArray()) {
            json.beginArray();
            node.forEach(element -> write(json, element));
            json.endArray();
        } else if (node.isTextual()) {
            json.value(node.textValue());
        } else if (node.isBoolean()) {
            json.value(node.booleanValue());
        } else {
            json.value(node.longValue());
        }
    }
}
