package io.zentra.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.time.Micros;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import org.jspecify.annotations.Nullable;

/** The state of a transfer as its events tell it: the same fold for the table, for packets and for those who check them. */
public final class TransferStory {
    private @Nullable TransferRow row;

    /** The transfer of its first event. */
    static TransferRow created(Event event) {
        JsonNode body = event.body();
        return new TransferRow(
                event.seq(),
                event.subject().orElseThrow(),
                body.path("source").asText(),
                body.path("destination").asText(),
                Money.ofMinor(
                        body.path("amount_minor").longValue(),
                        body.path("currency").asText()),
                body.path("rail").asText(),
                TransferStatus.of(body.path("status").asText()),
                null,
                body.path("reserve_posting").asText(),
                body.path("attempt").asText(),
                Micros.of(event.at()));
    }

    /** Takes the next event of the transfer. */
    public void apply(Event event) {
        if (event.type().equals(TransferEvents.CREATED)) {
            row = created(event);
        } else if (row != null) {
            row = after(row, event);
        }
    }

    /** A transfer after one more of its events. */
    static TransferRow after(TransferRow row, Event event) {
        TransferStatus next = status(event.type());
        return next == null ? row : row.with(next, event.body().path("reason").textValue());
    }

    /** The transfer after the events so far; null before the first. */
    public @Nullable TransferRow row() {
        return row;
    }

    private static @Nullable TransferStatus status(String type) {
        return switch (type) {
            case TransferEvents.SETTLED -> TransferStatus.SETTLED;
            case TransferEvents.FAILED -> TransferStatus.FAILED;
            case TransferEvents.IN_REVIEW -> TransferStatus.IN_REVIEW;
            case TransferEvents.CONTRADICTED -> TransferStatus.CONTRADICTED;
            default -> null;
        };
    }
}
