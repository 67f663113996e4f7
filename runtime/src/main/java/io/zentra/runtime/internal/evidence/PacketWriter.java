package io.zentra.runtime.internal.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zentra.core.Handle;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.InclusionProofs;
import io.zentra.core.journal.Journal;
import io.zentra.runtime.AuditPacket;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Writes packets under one checkpoint: canonical JSON, sealed as a whole. Not thread-safe. */
public final class PacketWriter {
    private final Tenant tenant;
    private final Journal journal;
    private final PacketReading reading;
    private final Checkpoint checkpoint;
    private final InclusionProofs proofs;

    /** A writer of packets of the handle's tenant, as the journal was when it had as many events as the checkpoint says. */
    public PacketWriter(Handle handle, Checkpoint checkpoint) {
        this.tenant = handle.access().tenant();
        this.journal = handle.journal();
        this.reading = new PacketReading(handle);
        this.checkpoint = checkpoint;
        this.proofs = journal.inclusionProofs(checkpoint.size());
    }

    /** The packet of a transfer, payment, intent or order; events behind the checkpoint are not in it. */
    public AuditPacket write(String correlation) {
        return new AuditPacket(correlation, PacketText.bytes(packet(correlation)));
    }

    ObjectNode packet(String correlation) {
        List<Event> events = reading.events(correlation, checkpoint.size());
        ObjectNode packet = JsonNodeFactory.instance.objectNode();
        for (KeptTexts part : KeptTexts.values()) {
            packet.putArray(part.member()).addAll(reading.texts(part, correlation, events));
        }
        packet.put("checkpoint", checkpoint.note());
        packet.put("correlation", correlation);
        ArrayNode list = packet.putObject(PacketText.DELIVERIES).putArray(PacketText.LIST);
        reading.deliveries(events).forEach(record -> list.add(DeliveryText.write(record)));
        ArrayNode proven = packet.putArray("events");
        events.forEach(event -> proven.add(proven(event)));
        packet.put("format", PacketContent.FORMAT);
        packet.put("public_key", journal.verifyingKey().toString());
        packet.put("tenant", tenant.id().value());
        summarize(packet, events);
        packet.put("v", PacketContent.VERSION);
        packet.put(
                PacketText.SEAL,
                journal.seal(correlation, PacketText.sealed(packet)).note());
        packet.withObject("/" + PacketText.DELIVERIES)
                .put(
                        PacketText.SEAL,
                        journal.seal(correlation, PacketText.sealedDeliveries(packet))
                                .note());
        return packet;
    }

    /** An event with the path that proves it. */
    ObjectNode proven(Event event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("event", event.toString());
        ArrayNode path = json.putArray("path");
        proofs.path(event.seq()).forEach(hash -> path.add(Base64.getEncoder().encodeToString(hash)));
        return json;
    }

    private static void summarize(ObjectNode packet, List<Event> events) {
        Summaries summaries = new Summaries();
        events.forEach(summaries::apply);
        summaries
                .byMember()
                .forEach((member, told) -> packet.set(member, Objects.requireNonNull(PacketText.read(told))));
    }
}
