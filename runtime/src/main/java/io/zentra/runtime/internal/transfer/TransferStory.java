package io.zentra.runtime.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.time.Micros;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.transfer.TransferTables.Carried;
import io.zentra.runtime.internal.transfer.TransferTables.OfPayment;
import io.zentra.runtime.internal.transfer.TransferTables.Order;
import io.zentra.runtime.internal.transfer.TransferTables.Standing;
import io.zentra.runtime.internal.transfer.TransferTables.Trail;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of a transfer as its events tell it: the same fold for the table, for packets and for those who check them. */
public final class TransferStory {
    private static final Set<TransferStatus> ENDED = Set.of(
            TransferStatus.SETTLED,
            TransferStatus.FAILED,
            TransferStatus.REVERSED,
            TransferStatus.RETURNED,
            TransferStatus.DENIED,
            TransferStatus.CANCELLED);

    private @Nullable TransferRow row;

    /** The transfer of its first event. */
    static TransferRow created(Event event) {
        JsonNode body = event.body();
        TransferStatus status = TransferStatus.of(body.path("status").asText());
        Transitions.requireFirst(status);
        String reserve = body.path("reserve_posting").textValue();
        return new TransferRow(
                event.seq(),
                event.subject().orElseThrow(),
                new Order(
                        body.path("source").asText(),
                        body.path("destination").asText(),
                        Money.ofMinor(
                                body.path("amount_minor").longValue(),
                                body.path("currency").asText()),
                        payment(body)),
                Standing.of(status, body.path("reason").textValue()),
                new Trail(
                        reserve == null ? List.of() : List.of(reserve),
                        body.path("rail").textValue(),
                        body.path("attempt").textValue(),
                        List.of(),
                        0),
                Micros.of(event.at()));
    }

    private static @Nullable OfPayment payment(JsonNode body) {
        String id = body.path("payment").textValue();
        return id == null
                ? null
                : new OfPayment(
                        id,
                        Carried.of(body.path("payment_step").asText()),
                        body.path("payment_request").longValue(),
                        body.path("only_rail").textValue());
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
        if (Transitions.has(event.type())) {
            boolean isRouted = event.type().equals(TransferEvents.ROUTED);
            return StateChange.read(event).in(row, isRouted ? event.subject().orElseThrow() : null);
        }
        boolean contradicts = row.status() == TransferStatus.CONTRADICTED && contradicts(event);
        return contradicts ? row.with(row.standing().after(event.seq())) : row;
    }

    private static boolean contradicts(Event event) {
        return switch (event.type()) {
            case TransferEvents.OBSERVED, TransferEvents.CALLED_BACK, TransferEvents.APPLIED ->
                event.body().path("effect").asText().equals(Effect.CONTRADICTED.code());
            default -> false;
        };
    }

    /** Whether a transfer may still go on by itself. */
    static boolean isOpen(TransferRow transfer) {
        return !ENDED.contains(transfer.status()) || transfer.standing().caseId() != null;
    }

    /** Whether there is a transfer that may still go on by itself. */
    public boolean isOpen() {
        return row != null && isOpen(row);
    }

    /** The transfer after the events so far; null before the first. */
    public @Nullable TransferRow row() {
        return row;
    }
}
