package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Basis;
import io.zentra.ledger.Entry;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Postings as events keep them. */
public final class PostingText {
    /** The type of the event of a posting. */
    public static final String POSTED = "ledger.entry.created";

    private PostingText() {}

    /** The body of a posting's event; its effective time is told when it was given. */
    static void write(CanonicalJson json, Posting posting, @Nullable Instant effectiveAt, @Nullable Basis basis) {
        json.beginObject();
        if (basis != null) {
            json.name(BasisText.NAME);
            BasisText.write(json, basis);
        }
        json.optionalMember("corrects", posting.corrects());
        CrossingText.write(json, posting.crossings());
        json.optionalMember("decision", posting.decision());
        json.optionalMember("effective_at", effectiveAt == null ? null : effectiveAt.toString());
        json.name("entries").beginArray();
        for (Entry entry : posting.entries()) {
            json.beginObject().member("account", entry.account());
            json.member("amount_minor", entry.amount().minor());
            json.member("asset", entry.amount().asset().toString());
            writeBalances(json, entry.balances());
            json.member("side", entry.side().code());
            json.member("version", entry.balances().version()).endObject();
        }
        json.endArray();
        json.optionalMember("hold", posting.hold());
        json.optionalMember("metadata", posting.metadata());
        json.optionalMember("reverses", posting.reverses()).endObject();
    }

    private static void writeBalances(CanonicalJson json, Balances balances) {
        json.member("available", balances.available().minor());
        json.member("pending", balances.pending().minor());
        json.member("posted", balances.posted().minor());
    }

    /** Reads the posting of an event. */
    public static Posting read(Event event) {
        JsonNode body = event.body();
        String id = event.subject().orElseThrow();
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : body.path("entries")) {
            entries.add(new Entry(
                    id + "/" + entries.size(),
                    entry.path("account").asText(),
                    Side.of(entry.path("side").asText()),
                    money(entry, "amount_minor"),
                    balances(entry)));
        }
        return new Posting(
                id,
                event.seq(),
                event.at(),
                effectiveAt(event).orElseGet(event::at),
                entries,
                event.correlation().orElse(null),
                body.path("reverses").textValue(),
                body.path("corrects").textValue(),
                body.path("hold").textValue(),
                body.path("decision").textValue(),
                texts(body.path("metadata")),
                CrossingText.read(body));
    }

    /** The effective time that a posting was given. */
    static Optional<Instant> effectiveAt(Event event) {
        return Optional.ofNullable(event.body().path("effective_at").textValue())
                .map(Instant::parse);
    }

    /** Lines of a request. */
    static void writeLines(CanonicalJson json, List<EntryRequest> lines) {
        json.beginArray();
        for (EntryRequest line : lines) {
            json.beginObject()
                    .member("account", line.account())
                    .member("amount_minor", line.amount().minor())
                    .member("asset", line.amount().asset().toString())
                    .member("side", line.side().code())
                    .endObject();
        }
        json.endArray();
    }

    static Balances balances(JsonNode line) {
        return new Balances(
                money(line, "posted"),
                money(line, "pending"),
                money(line, "available"),
                line.path("version").longValue());
    }

    static Money money(JsonNode line, String name) {
        return Money.ofMinor(
                line.path(name).longValue(), Asset.parse(line.path("asset").asText()));
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }
}
