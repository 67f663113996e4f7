package io.zentra.runtime.internal.evidence;

import io.zentra.core.Handle;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.internal.callback.CallbackTables;
import io.zentra.runtime.internal.callback.CallbackTables.CallbackRow;
import io.zentra.runtime.internal.transfer.TransferStory;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a transfer's packet: canonical JSON, sealed as a whole. */
public final class PacketWriter {
    private final Tenant tenant;
    private final Journal journal;
    private final Queries queries;

    /** A writer for the handle's tenant. */
    public PacketWriter(Handle handle) {
        this.tenant = handle.access().tenant();
        this.journal = handle.journal();
        this.queries = handle.queries();
    }

    /** What a packet tells, read once and written twice: to be sealed, and with the seal. */
    private record Content(Checkpoint checkpoint, List<Event> events, Map<Long, Optional<CallbackRow>> callbacks) {}

    /** The packet of a transfer. The checkpoint is made first; events that come later are not in the packet. */
    public AuditPacket write(Transfer transfer) {
        Checkpoint checkpoint = journal.checkpoint();
        List<Event> events = events(transfer.id(), checkpoint.size());
        Content content = new Content(checkpoint, events, callbacks(events));
        byte[] sealed = CanonicalJson.bytes(out -> write(out, content, null));
        String seal = journal.seal(transfer.id(), sealed).note();
        return new AuditPacket(transfer.id(), CanonicalJson.bytes(out -> write(out, content, seal)));
    }

    /** All events of the transfer, page by page; each must name the one before it. */
    private List<Event> events(String transferId, long size) {
        List<Event> events = new ArrayList<>();
        long last = 0;
        List<Event> page = journal.timeline(transferId);
        while (!page.isEmpty()) {
            for (Event event : page) {
                if (event.previous().orElse(0) != last) {
                    throw damaged("the timeline of " + transferId + " lacks an event before " + event.seq());
                }
                last = event.seq();
                if (last <= size) {
                    events.add(event);
                }
            }
            page = journal.timeline(transferId, last);
        }
        return events;
    }

    /** What is kept of callbacks, by the events that record them; empty for those that were erased. */
    private Map<Long, Optional<CallbackRow>> callbacks(List<Event> events) {
        Map<Long, Optional<CallbackRow>> callbacks = new TreeMap<>();
        Set<Long> erased = new HashSet<>();
        for (Event event : events) {
            PacketContent.callback(event).ifPresent(seq -> callbacks.put(seq, row(seq)));
            PacketContent.erased(event).ifPresent(erased::add);
        }
        callbacks.forEach((seq, row) -> {
            if (row.isEmpty() && !erased.contains(seq)) {
                throw damaged("the callback of event " + seq + " is gone, and no event tells that it was erased");
            }
        });
        return callbacks;
    }

    private Optional<CallbackRow> row(long seq) {
        return queries.first(CallbackTables.CALLBACK, tenant.no(), "seq = :seq", Map.of("seq", seq));
    }

    private void write(CanonicalJson out, Content content, @Nullable String seal) {
        TransferStory story = new TransferStory();
        content.events().forEach(story::apply);
        TransferRow told = Objects.requireNonNull(story.row(), "a transfer has its first event");
        out.beginObject().name("callbacks").beginArray();
        content.callbacks().forEach((seq, kept) -> callback(out, seq, kept));
        out.endArray();
        out.member("checkpoint", content.checkpoint().note());
        out.name("events").beginArray();
        content.events().forEach(event -> event(out, event, content.checkpoint().size()));
        out.endArray();
        out.member("format", PacketContent.FORMAT);
        out.member("public_key", journal.verifyingKey().toString());
        out.optionalMember(PacketText.SEAL, seal);
        out.member("tenant", tenant.id().value());
        out.name("transfer");
        view(out, told);
        out.member("v", PacketContent.VERSION).endObject();
    }

    /** The transfer as the events tell it. */
    static void view(CanonicalJson out, TransferRow row) {
        out.beginObject()
                .member("amount_minor", row.amount().minor())
                .optionalMember("attempt", row.trail().attempt())
                .optionalMember("case", row.standing().caseId())
                .member("currency", row.amount().asset().toString())
                .member("destination", row.order().destination())
                .member("id", row.id())
                .optionalMember("rail", row.trail().rail())
                .optionalMember("reason", row.standing().reason())
                .member("reversed_minor", row.trail().reversedMinor())
                .member("source", row.order().source())
                .member("status", row.status().code())
                .endObject();
    }

    private void event(CanonicalJson out, Event event, long size) {
        out.beginObject().member("event", event.toString()).name("path").beginArray();
        journal.inclusionPath(event.seq(), size).forEach(hash -> out.value(base64(hash)));
        out.endArray().endObject();
    }

    private static void callback(CanonicalJson out, long seq, Optional<CallbackRow> kept) {
        out.beginObject();
        if (kept.isPresent()) {
            out.member("body", base64(kept.get().body()))
                    .member("envelope", base64(kept.get().envelope()));
        } else {
            out.member("erased", true);
        }
        out.member("seq", seq).endObject();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static ZentraException damaged(String what) {
        return ZentraException.of(ErrorCode.JOURNAL_DAMAGED, what + ": run verify() to find the extent");
    }
}
