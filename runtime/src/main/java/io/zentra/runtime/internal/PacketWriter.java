package io.zentra.runtime.internal;

import io.zentra.core.Handle;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.storage.Queries;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.internal.TransferTables.CallbackRow;
import io.zentra.runtime.internal.TransferTables.TransferRow;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Writes a transfer's packet: canonical JSON with the members {@code callbacks, checkpoint, events, format, public_key, tenant, transfer, v}. */
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

    /** The packet of a transfer. The checkpoint is made first; events that come later are not in the packet. */
    public AuditPacket write(Transfer transfer) {
        Checkpoint checkpoint = journal.checkpoint();
        List<Event> events = journal.timeline(transfer.id()).stream()
                .filter(event -> event.seq() <= checkpoint.size())
                .toList();
        TransferStory story = new TransferStory();
        events.forEach(story::apply);
        TransferRow told = Objects.requireNonNull(story.row(), "a transfer has its first event");
        byte[] json = CanonicalJson.bytes(out -> {
            out.beginObject().name("callbacks").beginArray();
            events.stream()
                    .filter(event -> event.type().equals(TransferEvents.CALLED_BACK))
                    .forEach(event -> callback(out, event));
            out.endArray();
            out.member("checkpoint", checkpoint.note());
            out.name("events").beginArray();
            events.forEach(event -> event(out, event, checkpoint.size()));
            out.endArray();
            out.member("format", PacketContent.FORMAT);
            out.member("public_key", journal.verifyingKey().toString());
            out.member("tenant", tenant.id().value());
            out.name("transfer");
            view(out, told);
            out.member("v", PacketContent.VERSION).endObject();
        });
        return new AuditPacket(transfer.id(), json);
    }

    /** The transfer as the events tell it. */
    static void view(CanonicalJson out, TransferRow row) {
        out.beginObject()
                .member("amount_minor", row.amount().minor())
                .member("attempt", row.attempt())
                .member("currency", row.amount().asset().toString())
                .member("destination", row.destination())
                .member("id", row.id())
                .member("rail", row.rail())
                .optionalMember("reason", row.reason())
                .member("source", row.source())
                .member("status", row.status().code())
                .endObject();
    }

    private void event(CanonicalJson out, Event event, long size) {
        out.beginObject().member("event", event.toString()).name("path").beginArray();
        journal.inclusionPath(event.seq(), size).forEach(hash -> out.value(base64(hash)));
        out.endArray().endObject();
    }

    /** The raw callback, or that it was erased. */
    private void callback(CanonicalJson out, Event event) {
        Optional<CallbackRow> raw =
                queries.first(TransferTables.CALLBACK, tenant.no(), "seq = :seq", Map.of("seq", event.seq()));
        out.beginObject();
        if (raw.isPresent()) {
            out.member("body", base64(raw.get().body()));
        } else {
            out.member("erased", true);
        }
        out.member("seq", event.seq()).endObject();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
