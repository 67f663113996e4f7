package io.zentra.policy.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.policy.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings as events keep them. */
public final class AnalysisText {
    private AnalysisText() {}

    /** Writes findings as a list. */
    public static void write(CanonicalJson json, List<Finding> findings) {
        json.beginArray();
        for (Finding finding : findings) {
            json.beginObject()
                    .member("example", finding.example())
                    .member("kind", finding.kind().code())
                    .member("message", finding.message())
                    .member("path", finding.path());
            json.name("rules").beginArray();
            finding.rules().forEach(json::value);
            json.endArray().endObject();
        }
        json.endArray();
    }

    static List<Finding> read(JsonNode list) {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode node : list) {
            List<String> rules = new ArrayList<>();
            node.path("rules").forEach(rule -> rules.add(rule.asText()));
            findings.add(new Finding(
                    Finding.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
                    node.path("path").asText(),
                    rules,
                    node.path("message").asText(),
                    node.path("example").asText()));
        }
        return findings;
    }
}
