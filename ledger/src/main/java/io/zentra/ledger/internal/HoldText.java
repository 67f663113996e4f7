package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds as their events keep them: each tells the whole hold as it is after it. */
public final class HoldText {
    /** The type of the event of a new hold. */
    public static final String PLACED = "hold.placed";

    /** Of one that grew. */
    static final String INCREASED = "hold.increased";

    /** Of one whose expiry was moved. */
    static final String EXTENDED = "hold.extended";

    /** Of one that was captured, in part or all. */
    static final String CAPTURED = "hold.captured";

    /** Of one that was released, in part or all. */
    static final String RELEASED = "hold.released";

    /** Of one whose time was over. */
    static final String EXPIRED = "hold.expired";

    private HoldText() {}

    /** The body of an event. */
    static void write(CanonicalJson json, Hold hold, @Nullable String posting) {
        Instant expiresAt = hold.expiresAt();
        json.beginObject().optionalMember("decision", hold.decision());
        json.optionalMember("expires_at", expiresAt == null ? null : expiresAt.toString());
        json.name("legs").beginArray();
        for (Hold.Leg leg : hold.legs()) {
            json.beginObject().member("account", leg.account());
            json.member("amount_minor", leg.amount().minor());
            json.member("asset", leg.amount().asset().toString());
            json.member("available", leg.balances().available().minor());
            json.member("captured_minor", leg.captured().minor());
            json.member("pending", leg.balances().pending().minor());
            json.member("posted", leg.balances().posted().minor());
            json.member("remaining_minor", leg.remaining().minor());
            json.member("side", leg.side().code());
            json.member("version", leg.balances().version()).endObject();
        }
        json.endArray();
        json.optionalMember("metadata", hold.metadata());
        json.optionalMember("posting", posting);
        json.member("status", hold.status().code()).endObject();
    }

    /** Reads the hold of an event. */
    public static Hold read(Event event) {
        JsonNode body = event.body();
        List<Hold.Leg> legs = new ArrayList<>();
        for (JsonNode leg : body.path("legs")) {
            legs.add(new Hold.Leg(
                    leg.path("account").asText(),
                    Side.of(leg.path("side").asText()),
                    PostingText.money(leg, "amount_minor"),
                    PostingText.money(leg, "captured_minor"),
                    PostingText.money(leg, "remaining_minor"),
                    PostingText.balances(leg)));
        }
        String expiresAt = body.path("expires_at").textValue();
        return new Hold(
                event.subject().orElseThrow(),
                event.seq(),
                Hold.Status.of(body.path("status").asText()),
                legs,
                expiresAt == null ? null : Instant.parse(expiresAt),
                event.correlation().orElse(null),
                body.path("decision").textValue(),
                PostingText.texts(body.path("metadata")));
    }
}
