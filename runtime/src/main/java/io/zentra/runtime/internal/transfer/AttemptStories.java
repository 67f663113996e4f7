package io.zentra.runtime.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.runtime.internal.callback.CallbackNews;
import io.zentra.runtime.internal.transfer.StateChange.Taken;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
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
            default -> decided(event);
        }
    }

    /** The attempts after the events so far, by their numbers: the map itself, which goes on. */
    Map<Long, AttemptRow> rows() {
        return rows;
    }

    /** The rail of the attempt that an event is about; null when it is about none. */
    @Nullable
    String rail(Event event) {
        return event.subject()
                .flatMap(subject -> EntityId.parse("at", subject))
                .map(id -> rows.get(id.seq()))
                .map(AttemptRow::rail)
                .orElse(null);
    }

    private void routed(Event event, TransferRow transfer) {
        String rail = event.body().path("rail").asText();
        rows.put(
                event.seq(),
                AttemptRow.of(
                        event.seq(),
                        event.subject().orElseThrow(),
                        transfer.no(),
                        rail,
                        event.body().path("settles").asText().equals(Sending.LATER)));
    }

    /** What persons take an attempt for. */
    private void decided(Event event) {
        Taken taken =
                Transitions.has(event.type()) ? StateChange.read(event).told().taken() : null;
        if (taken != null) {
            long no = EntityId.parse("at", taken.attempt()).map(EntityId::seq).orElse(0L);
            rows.computeIfPresent(no, (same, row) -> row.decided(taken.outcome()));
        }
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
            case "succeeded" -> attempt.succeeded(reference);
            case "settled" -> attempt.with(AttemptOutcome.SETTLED, reference, null);
            case "returned" -> attempt.with(AttemptOutcome.RETURNED, reference, reason(body, CallbackNews.CAME_BACK));
            case "not_sent" -> attempt.with(AttemptOutcome.NOT_SENT, null, reason(body, noReason));
            default -> attempt.with(AttemptOutcome.DECLINED, null, reason(body, noReason));
        };
    }

    private static @Nullable String reason(JsonNode body, @Nullable String noReason) {
        String reason = body.path("reason").textValue();
        return reason == null ? noReason : reason;
    }
}
