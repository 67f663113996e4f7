package io.zentra.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.runtime.internal.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.TransferTables.AttemptRow;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attempts as events tell them: when they were written down, and what each news of the rail did. */
final class AttemptStories {
    private final Map<Long, AttemptRow> rows = new HashMap<>();

    /** Takes the next event of a transfer. */
    void apply(Event event, TransferRow transfer) {
        switch (event.type()) {
            case TransferEvents.ROUTED -> routed(event, transfer);
            case TransferEvents.OBSERVED -> said(event, null);
            case TransferEvents.CALLED_BACK, TransferEvents.APPLIED -> said(event, CallbackNews.NO_REASON);
            default -> {} // no news of a rail
        }
    }

    /** The attempts after the events so far, by their numbers: the map itself, which goes on. */
    Map<Long, AttemptRow> rows() {
        return rows;
    }

    private void routed(Event event, TransferRow transfer) {
        rows.put(event.seq(), AttemptRow.of(event.seq(), event.subject().orElseThrow(), transfer.no()));
    }

    private void said(Event event, @Nullable String noReason) {
        String id = event.subject().orElseThrow();
        AttemptRow before = EntityId.parse("at", id)
                .map(parsed -> rows.get(parsed.seq()))
                .filter(row -> row.id().equals(id))
                .orElseThrow(() -> new IllegalStateException("news of an unknown attempt"));
        rows.put(before.no(), after(before, event.body(), noReason));
    }

    private static AttemptRow after(AttemptRow attempt, JsonNode body, @Nullable String noReason) {
        String effect = body.path("effect").asText();
        String outcome = body.path("outcome").asText();
        String reference = body.path("provider_reference").textValue();
        if (effect.equals(Effect.OPEN.code())) {
            return attempt.open(outcome.equals("accepted"), reference);
        }
        if (!effect.equals(Effect.APPLIED.code())) {
            return attempt;
        }
        return switch (outcome) {
            case "succeeded" -> attempt.with(AttemptOutcome.SUCCEEDED, reference, null);
            case "not_sent" -> attempt.with(AttemptOutcome.NOT_SENT, null, reason(body, noReason));
            default -> attempt.with(AttemptOutcome.DECLINED, null, reason(body, noReason));
        };
    }

    private static @Nullable String reason(JsonNode body, @Nullable String noReason) {
        String reason = body.path("reason").textValue();
        return reason == null ? noReason : reason;
    }
}
