package io.zentra.runtime.internal.callback;

import com.fasterxml.jackson.databind.JsonNode;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.StateComparison;
import io.zentra.runtime.internal.callback.CallbackTables.BusinessKeyRow;
import io.zentra.runtime.internal.callback.CallbackTables.ParkedRow;
import io.zentra.runtime.internal.callback.CallbackTables.Reference;
import io.zentra.runtime.internal.callback.CallbackTables.ReferenceRow;
import io.zentra.runtime.internal.transfer.Effect;
import io.zentra.runtime.internal.transfer.TransferEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of callbacks, recomputed from events: what is kept, what waits, providers' references and business keys. */
public final class CallbackFold {
    private final CallbackComparison kept = new CallbackComparison();
    private final Map<Reference, ParkedRow> parked = new HashMap<>();
    private final Map<Reference, ReferenceRow> references = new HashMap<>();
    private final Map<Reference, BusinessKeyRow> businessKeys = new HashMap<>();

    public List<FoldTable<?, ?>> tables() {
        return List.of(
                kept.table(),
                new FoldTable<>(CallbackTables.PARKED, parked),
                new FoldTable<>(CallbackTables.REFERENCE, references),
                new FoldTable<>(CallbackTables.BUSINESS_KEY, businessKeys));
    }

    /**
     * Takes the next event.
     *
     * @param rail the rail of the transfer that the event belongs to; null when it belongs to none
     */
    public void apply(Event event, @Nullable String rail, StateComparison stored) {
        kept.apply(event, stored);
        switch (event.type()) {
            case TransferEvents.CALLED_BACK -> received(event);
            case TransferEvents.OVERDUE -> overdue(event);
            case TransferEvents.CLOSED, TransferEvents.APPLIED -> ended(event);
            default -> {} // nothing waits by it
        }
        if (rail != null) {
            learned(event, rail);
        }
    }

    private void received(Event event) {
        CallbackFacts facts = CallbackFacts.read(event.body());
        String businessKey = facts.statement().businessKey();
        if (businessKey != null) {
            Reference key = new Reference(facts.rail(), businessKey);
            businessKeys.putIfAbsent(key, new BusinessKeyRow(key, event.seq(), facts.statementSha256()));
        }
        if (event.body().path("effect").asText().equals(Effect.PARKED.code())) {
            Reference reference = reference(facts);
            ParkedRow row = parked.get(reference);
            parked.put(
                    reference,
                    row == null
                            ? new ParkedRow(reference, event.subject().orElseThrow(), null, List.of(event.seq()))
                            : row.and(event.seq()));
        }
    }

    private void overdue(Event event) {
        parked.computeIfPresent(
                reference(event),
                (name, row) -> row.overdue(event.body().path("case").asText()));
    }

    /** All that waits for a reference ends at once. */
    private void ended(Event event) {
        parked.remove(reference(event));
    }

    private static Reference reference(Event event) {
        return new Reference(
                event.body().path("rail").asText(),
                event.body().path("reference").asText());
    }

    private static Reference reference(CallbackFacts facts) {
        return new Reference(facts.rail(), facts.statement().reference());
    }

    /** What a rail or a callback says of its own id counts, unless it contradicts what is known. */
    private void learned(Event event, String rail) {
        JsonNode body = event.body();
        String told = body.path("provider_reference").textValue();
        boolean tells =
                event.type().equals(TransferEvents.OBSERVED) || event.type().equals(TransferEvents.CALLED_BACK);
        if (told == null || !tells || body.path("effect").asText().equals(Effect.CONTRADICTED.code())) {
            return;
        }
        long attempt = EntityId.parse("at", event.subject().orElseThrow())
                .map(EntityId::seq)
                .orElseThrow();
        references.merge(
                new Reference(rail, told),
                new ReferenceRow(new Reference(rail, told), attempt),
                (known, other) -> known.attempt() == other.attempt()
                        ? known
                        : new ReferenceRow(known.reference(), References.SEVERAL));
    }

    /** The events of a range, of callbacks that wait. */
    public Set<Long> needed(long first, long last) {
        return parked.values().stream()
                .flatMap(row -> row.callbacks().stream())
                .filter(seq -> seq >= first && seq <= last)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public void compareSoFar(StateComparison stored) {
        kept.compareSoFar(stored);
    }

    public void compare(StateComparison stored) {
        kept.compareRest(stored);
        stored.compare(CallbackTables.PARKED, parked, name -> "what waits for " + shown(name));
        stored.compare(CallbackTables.REFERENCE, references, name -> "the attempt of " + shown(name));
        stored.compare(CallbackTables.BUSINESS_KEY, businessKeys, name -> "the business key " + shown(name));
    }

    private static String shown(Reference name) {
        return name.reference() + " of " + name.rail();
    }
}
