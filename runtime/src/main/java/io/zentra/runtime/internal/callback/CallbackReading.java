package io.zentra.runtime.internal.callback;

import io.zentra.core.Handle;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.CallbackEvidence;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.callback.CallbackTables.CallbackRow;
import io.zentra.runtime.internal.transfer.TransferEvents;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is stored of callbacks. */
public final class CallbackReading {
    private static final int MOST_CHANGES = 1_000;

    private final Handle handle;

    /** For a handle's tenant. */
    public CallbackReading(Handle handle) {
        this.handle = handle;
    }

    /** The transfer to which a callback that had been parked was applied. */
    public Optional<String> appliedTo(long seq) {
        return row(seq).map(CallbackRow::applied)
                .flatMap(handle.journal()::event)
                .flatMap(Event::correlation);
    }

    /** The evidence of the callback that an event records; empty when the event records none. */
    public Optional<CallbackEvidence> evidence(long seq) {
        return handle.journal()
                .event(seq)
                .filter(event -> event.type().equals(TransferEvents.CALLED_BACK))
                .map(this::evidence);
    }

    private CallbackEvidence evidence(Event received) {
        Optional<CallbackRow> row = row(received.seq());
        Event applied =
                row.map(CallbackRow::applied).flatMap(handle.journal()::event).orElse(received);
        return new CallbackEvidence(
                received,
                applied,
                row.flatMap(kept -> Optional.ofNullable(KeptMessage.message(kept.body(), kept.envelope()))),
                row.map(kept -> KeptMessage.redacted(kept.envelope())).orElse(List.of()),
                repeats(received),
                changes(applied));
    }

    private Optional<CallbackRow> row(long seq) {
        return queries().first(CallbackTables.CALLBACK, handle.tenantNo(), "seq = :seq", Map.of("seq", seq));
    }

    private long repeats(Event received) {
        return received.key()
                .map(key -> queries()
                        .select(
                                "select replays from zentra_idempotency where tenant = :tenant and operation = :operation"
                                        + " and idempotency_key = :key",
                                handle.tenantNo(),
                                Map.of("operation", Operations.CALLBACK.code(), "key", key),
                                1,
                                (results, context) -> results.getLong(1))
                        .stream()
                        .findFirst()
                        .orElse(0L))
                .orElse(0L);
    }

    /** The events that name this one as their source. */
    private List<Event> changes(Event event) {
        return event.correlation()
                .map(id -> handle.journal().timeline(id, event.seq()).stream()
                        .limit(MOST_CHANGES)
                        .filter(later -> later.body().path("source").longValue() == event.seq())
                        .toList())
                .orElse(List.of());
    }

    private Queries queries() {
        return handle.queries();
    }
}
