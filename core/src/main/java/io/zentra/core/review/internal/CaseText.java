package io.zentra.core.review.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewCase.Approval;
import io.zentra.core.review.ReviewStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Cases as events tell them: each event that changes a case tells all of it as it is then. */
public final class CaseText {
    static final String OPENED = "review.opened";
    static final String CLAIMED = "review.claimed";
    static final String ASSIGNED = "review.assigned";
    static final String ROTATED = "review.rotated";
    static final String RELEASED = "review.released";
    static final String EDITED = "review.edited";
    static final String REDECIDED = "review.decision.changed";
    static final String ESCALATED = "review.escalated";
    static final String OVERDUE = "review.overdue";
    static final String APPROVED = "review.approved";
    static final String LAPSED = "review.approvals.lapsed";
    static final String DENIED = "review.denied";
    static final String REOPENED = "review.reopened";
    static final String WITHDRAWN = "review.withdrawn";
    static final String CLOSED = "review.closed";
    static final String NOTED = "review.noted";
    static final String NOTE_ERASED = "review.note.erased";

    private CaseText() {}

    static void write(CanonicalJson json, ReviewCase state) {
        Money amount = state.proposal().amount();
        json.beginObject();
        if (amount != null) {
            json.member("amount_minor", amount.minor());
        }
        json.name("approvals").beginArray();
        state.approvals()
                .forEach(approval -> json.beginObject()
                        .member("approver", approval.approver())
                        .member("decision", approval.decision())
                        .member("expires_at", approval.expiresAt().toString())
                        .endObject());
        json.endArray();
        if (amount != null) {
            json.member("asset", amount.asset().toString());
        }
        json.member("basis", state.proposal().basis())
                .member("decision", state.decision())
                .optionalMember("details", state.proposal().details())
                .optionalMember("due_at", text(state.place().dueAt()))
                .optionalMember("editor", state.proposal().editor())
                .member("kind", state.origin().kind())
                .member("lane", state.place().lane())
                .member("lane_event", state.place().laneSeq());
        LaneText.texts(json.name("makers"), state.origin().makers());
        json.member("opened_at", state.origin().openedAt().toString())
                .optionalMember("owner", state.place().owner())
                .optionalMember("reason", state.standing().reason())
                .member("required", state.place().required())
                .optionalMember("resumes", state.origin().resumes())
                .member("revision", state.proposal().revision())
                .member("status", state.status().code())
                .member("subject", state.origin().subject())
                .endObject();
    }

    /** The case as an event left it. */
    public static ReviewCase read(Event event) {
        JsonNode body = event.body();
        ReviewCase.Origin origin = new ReviewCase.Origin(
                body.path("kind").asText(),
                body.path("subject").asText(),
                event.correlation().orElseThrow(),
                LaneText.texts(body.path("makers")),
                body.path("resumes").textValue(),
                Instant.parse(body.path("opened_at").asText()));
        ReviewCase.Proposal proposal = new ReviewCase.Proposal(
                body.path("basis").asText(),
                amount(body),
                details(body.path("details")),
                body.path("revision").intValue(),
                body.path("editor").textValue());
        ReviewCase.Place place = new ReviewCase.Place(
                body.path("lane").asText(),
                body.path("lane_event").longValue(),
                body.path("required").intValue(),
                body.path("owner").textValue(),
                instant(body.path("due_at").textValue()));
        List<Approval> approvals = new ArrayList<>();
        body.path("approvals")
                .forEach(each -> approvals.add(new Approval(
                        each.path("approver").asText(),
                        each.path("decision").asText(),
                        Instant.parse(each.path("expires_at").asText()))));
        ReviewCase.Standing standing = new ReviewCase.Standing(
                ReviewStatus.of(body.path("status").asText()),
                body.path("reason").textValue(),
                approvals);
        return new ReviewCase(event.subject().orElseThrow(), origin, proposal, place, standing);
    }

    private static @Nullable Money amount(JsonNode body) {
        return body.has("asset")
                ? Money.ofMinor(
                        body.path("amount_minor").longValue(),
                        body.path("asset").asText())
                : null;
    }

    static Map<String, String> details(JsonNode object) {
        Map<String, String> details = new HashMap<>();
        object.properties()
                .forEach(
                        member -> details.put(member.getKey(), member.getValue().asText()));
        return details;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(Objects.requireNonNull(text));
    }
}
