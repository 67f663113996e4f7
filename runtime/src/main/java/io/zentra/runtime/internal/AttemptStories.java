package io.zentra.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.Event;
import io.zentra.runtime.internal.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.TransferTables.AttemptRow;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The attempts as events tell them: when they were written down, and what each news of the rail did. */
final class AttemptStories {
    private final Map<Long, AttemptRow> rows = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();

    /** Takes the next event of a transfer. */
    void apply(Event event, TransferStory transfer) {
        switch (event.type()) {
            case TransferEvents.ROUTED -> routed(event, transfer);
            case TransferEvents.OBSERVED -> said(event, null);
            case TransferEvents.CALLED_BACK -> said(event, ReceiveCallback.NO_REASON);
            default -> {} // no news of a rail
        }
    }

    /** The attempts after the events so far, by their numbers. */
    Map<Long, AttemptRow> rows() {
        return rows;
    }

    private void routed(Event event, TransferStory transfer) {
        TransferRow of = transfer.row();
        String id = event.subject().orElseThrow();
        if (of != null) {
            rows.put(event.seq(), AttemptRow.of(event.seq(), id, of.no()));
            numbers.put(id, event.seq());
        }
    }

    private void said(Event event, @Nullable String noReason) {
        long no = Objects.requireNonNull(numbers.get(event.subject().orElseThrow()), "news of an unknown attempt");
        AttemptRow before = Objects.requireNonNull(rows.get(no));
        rows.put(no, after(before, event.body(), noReason));
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
