package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.review.NoteText;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.internal.callback.CallbackTables;
import io.zentra.webhooks.delivery.DeliveryHistory;
import io.zentra.webhooks.delivery.DeliveryRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads all that is kept of a transfer, intent or order, as it was at a size of the journal. */
final class PacketReading {
    /** The most events of a packet. */
    static final int MAX_EVENTS = 50_000;

    private final Tenant tenant;
    private final Journal journal;
    private final Queries queries;
    private final DeliveryHistory deliveries;

    PacketReading(Handle handle) {
        this.tenant = handle.access().tenant();
        this.journal = handle.journal();
        this.queries = handle.queries();
        this.deliveries = new DeliveryHistory(handle);
    }

    /** The events up to a size, page by page; each must name the one before it. */
    List<Event> events(String correlation, long size) {
        List<Event> events = new ArrayList<>();
        long last = 0;
        List<Event> page;
        do {
            page = journal.timeline(correlation, last);
            for (Event event : page) {
                if (event.previous().orElse(0) != last) {
                    throw damaged("the timeline of " + correlation + " lacks an event before " + event.seq());
                }
                last = event.seq();
                if (last > size) {
                    return events;
                }
                events.add(event);
            }
            requireFew(correlation, events);
        } while (!page.isEmpty());
        return events;
    }

    private static void requireFew(String correlation, List<Event> events) {
        if (events.size() > MAX_EVENTS) {
            throw ZentraException.of(
                    ErrorCode.LIST_TOO_LONG,
                    "the packet of " + correlation + " would have more than " + MAX_EVENTS
                            + " events: read its timeline, or export ledger files");
        }
    }

    /**
     * What is kept of what events have the digests of. What was erased is marked so when one of these events tells of it;
     * when a later one does, it cannot be shown, and nothing here proves why.
     */
    List<ObjectNode> texts(KeptTexts part, String correlation, List<Event> events) {
        Set<Long> erased = part.erased(events);
        List<ObjectNode> shown = new ArrayList<>();
        part.told(events)
                .forEach((seq, event) -> shown.add(kept(part, seq, event).orElseGet(() -> {
                    if (!erased.contains(seq)) {
                        requireErasedLater(
                                part, correlation, events.get(events.size() - 1).seq(), seq);
                    }
                    return KeptTexts.marked(seq, erased.contains(seq) ? KeptTexts.ERASED : KeptTexts.REDACTED);
                })));
        return shown;
    }

    private Optional<ObjectNode> kept(KeptTexts part, long seq, Event event) {
        return switch (part) {
            case CALLBACKS ->
                queries.first(CallbackTables.CALLBACK, tenant.no(), "seq = :seq", Map.of("seq", seq))
                        .map(KeptTexts::shown);
            case NOTES -> NoteText.of(queries, tenant.no(), event).map(note -> KeptTexts.shown(seq, note));
        };
    }

    private void requireErasedLater(KeptTexts part, String correlation, long after, long seq) {
        long last = after;
        List<Event> page;
        do {
            page = journal.timeline(correlation, last);
            if (part.erased(page).contains(seq)) {
                return;
            }
            last = page.isEmpty() ? last : page.get(page.size() - 1).seq();
        } while (!page.isEmpty());
        throw damaged(part.named(seq) + " is gone, and no event tells that it was erased");
    }

    /** What is kept of the deliveries of events, as far as they are by now. */
    List<DeliveryRecord> deliveries(List<Event> events) {
        return deliveries.of(events.stream().map(Event::seq).toList());
    }

    private static ZentraException damaged(String what) {
        return ZentraException.of(ErrorCode.JOURNAL_DAMAGED, what + ": run verify() to find the extent");
    }
}
