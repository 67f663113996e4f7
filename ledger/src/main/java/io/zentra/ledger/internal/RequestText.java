package io.zentra.ledger.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lines of a request inside the request of another module's command. */
public final class RequestText {
    private RequestText() {}

    /** Writes lines as an object; their key is the command's. */
    public static void write(CanonicalJson json, PostingRequest lines) {
        new Post(lines).request(json);
    }

    /** Reads what {@link #write} wrote. */
    public static PostingRequest read(JsonNode lines, IdempotencyKey key) {
        List<EntryRequest> entries = new ArrayList<>();
        for (JsonNode line : lines.path("entries")) {
            entries.add(new EntryRequest(
                    line.path("account").asText(),
                    Side.of(line.path("side").asText()),
                    PostingText.money(line, "amount_minor")));
        }
        String effectiveAt = lines.path("effective_at").textValue();
        return new PostingRequest(
                key,
                entries,
                lines.path("correlation").textValue(),
                PostingText.texts(lines.path("metadata")),
                Conditions.read(lines.path("conditions")),
                effectiveAt == null ? null : Instant.parse(effectiveAt));
    }
}
