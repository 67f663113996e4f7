package io.zentra.core.review.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lanes as requests and events tell them. */
public final class LaneText {
    /** The type of the event that sets a lane. */
    static final String SET = "review.lane.set";

    private LaneText() {}

    static void write(CanonicalJson json, ReviewLane lane) {
        json.beginObject()
                .member("approvals", lane.approvals())
                .member("approvals_last_seconds", lane.approvalsLast().toSeconds());
        texts(json.name("approvers"), lane.approvers());
        json.name("bands").beginArray();
        for (ReviewLane.Band band : lane.bands()) {
            json.beginObject()
                    .member("approvals", band.approvals())
                    .member("asset", band.upTo().asset().toString())
                    .member("up_to_minor", band.upTo().minor())
                    .endObject();
        }
        json.endArray()
                .member("due_in_seconds", lane.dueIn().toSeconds())
                .optionalMember("escalates_to", lane.escalatesTo())
                .member("name", lane.name());
        texts(json.name("rota"), lane.rota());
        json.endObject();
    }

    /** The lane that an event sets. */
    public static ReviewLane read(Event event) {
        JsonNode body = event.body();
        List<ReviewLane.Band> bands = new ArrayList<>();
        body.path("bands")
                .forEach(band -> bands.add(new ReviewLane.Band(
                        Money.ofMinor(
                                band.path("up_to_minor").longValue(),
                                Asset.parse(band.path("asset").asText())),
                        band.path("approvals").intValue())));
        return new ReviewLane(
                body.path("name").asText(),
                texts(body.path("rota")),
                texts(body.path("approvers")),
                body.path("approvals").intValue(),
                bands,
                Duration.ofSeconds(body.path("due_in_seconds").longValue()),
                Duration.ofSeconds(body.path("approvals_last_seconds").longValue()),
                body.path("escalates_to").textValue());
    }

    static void texts(CanonicalJson json, List<String> texts) {
        json.beginArray();
        texts.forEach(json::value);
        json.endArray();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
