package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.journal.Event;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.ExportFile;
import io.zentra.runtime.ExportReceipt;
import io.zentra.runtime.ExportVerdict;
import io.zentra.runtime.PacketPart;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Transport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A transfer to which all happened that a packet tells of, and an endpoint that was down when it did. */
abstract class EvidenceDesk extends TransferDesk {
    static final String HOST = "hooks.example.com";
    static final String NOTE = "Called the customer back: “it was me”.";
    static final String ANSWER = "busy, ask for Grace on extension 17";
    static final Actor AUDITOR = Actor.user("audrey", Permission.READ, Permission.EXPORT_EVIDENCE);

    private final SandboxReceiver receiver = SandboxReceiver.create();

    EvidenceDesk() {}

    @Override
    void configure(ZentraRuntime.Builder builder) {
        super.configure(builder);
        builder.deliveries(DeliveryDesk.settings(DeliveryDesk.keys(), receiver).build());
    }

    /** Reviewed with a note, sent, settled by a callback, and told to an endpoint at the second attempt. */
    final Transfer told() {
        publish(reviewing());
        acme().endpoints()
                .register(NewEndpoint.of("https://" + HOST + "/zentra", "transfer.settled"), newKey())
                .orElseThrow();
        receiver.next(HOST, new Transport.Reply.Answered(503, null, ANSWER));
        Transfer transfer = created();
        by(TREASURER).reviews().note(caseOf(transfer).id(), NOTE, newKey()).orElseThrow();
        approve(TREASURER, caseOf(transfer));
        success(now(transfer));
        for (int i = 0; i < 3; i++) {
            zentra().runDueWork();
            clock().advance(Duration.ofMinutes(5));
        }
        return now(transfer, TransferStatus.SETTLED);
    }

    final AuditPacket packet(Transfer transfer) {
        return by(AUDITOR).evidence().packet(transfer.id());
    }

    final PacketVerdict verified(AuditPacket packet) {
        return verifier().verify(packet);
    }

    final PacketVerifier verifier() {
        return PacketVerifier.trusting(acme().journal().verifyingKey());
    }

    static String text(AuditPacket packet) {
        return new String(packet.json(), StandardCharsets.UTF_8);
    }

    final long seq(Transfer transfer, String type) {
        return acme().evidence().timeline(transfer.id()).stream()
                .filter(event -> event.type().equals(type))
                .mapToLong(Event::seq)
                .findFirst()
                .orElseThrow();
    }

    /** An export and what its call told. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Export(ExportReceipt receipt, byte[] bytes) {
        List<String> lines() {
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }

    final Export export(Instant from, Instant to, PacketPart... withheld) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportReceipt receipt = by(AUDITOR).evidence().export(from, to, out, withheld);
        Export export = new Export(receipt, out.toByteArray());
        assertThat(verdict(export.bytes()).faults()).isEmpty();
        return export;
    }

    final ExportVerdict verdict(byte[] export) {
        try {
            return ExportFile.trusting(acme().journal().verifyingKey()).verify(new ByteArrayInputStream(export));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final ExportVerdict verdict(List<String> lines) {
        return verdict((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
