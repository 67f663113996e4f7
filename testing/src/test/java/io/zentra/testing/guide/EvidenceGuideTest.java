package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.VerifyingKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.AuditPacket;
import io.zentra.runtime.ExportFile;
import io.zentra.runtime.ExportReceipt;
import io.zentra.runtime.PacketPart;
import io.zentra.runtime.PacketVerdict;
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/evidence.md, as they stand there. */
class EvidenceGuideTest {
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();
    private final SigningKey signer = SigningKey.generate("acme-ledger");
    private final ZentraRuntime zentra = ZentraRuntime.builder()
            .storage(Storage.inMemory())
            .clock(clock)
            .signingKey(signer)
            .rail("rail_primary", bank)
            .callbacks("rail_primary", bank.scheme())
            .dueWorkThreads(0)
            .build();
    private Workspace acme;
    private Transfer transfer;

    @TempDir
    Path folder;

    @BeforeEach
    void transfer() {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        Asset usd = Asset.iso("USD");
        acme.transfers().openFlowAccounts(usd);
        acme.accounts().open(NewAccount.credit("customer:42", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", usd));
        transfer = acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(Money.parse("12.50 USD"))
                        .idempotencyKey("payout-17")
                        .build())
                .orElseThrow();
        zentra.runDueWork();
    }

    @AfterEach
    void verifyAndClose() {
        acme.verify().requireSound();
        zentra.close();
    }

    @Test
    void packets() throws IOException {
        Path file = folder.resolve("packet.json");
        String publicKey = signer.verifier().toString();
        AuditPacket packet = acme.evidence().packet(transfer.id());
        packet.writeTo(file);
        VerifyingKey key = VerifyingKey.parse(publicKey); // such as acme-ledger+d80755e5+AcsC…
        PacketVerifier.trusting(key).verify(Files.readAllBytes(file)).orElseThrow();
        SandboxRail.Message success = bank.success(bank.taken().get(0).reference(), clock.instant());
        zentra.callbacks("rail_primary").accept(success.headers(), success.body());
        AuditPacket later = acme.evidence().packet(transfer.id());
        PacketVerifier.trusting(key)
                .verify(packet, later)
                .orElseThrow(); // names the events that the first one left out

        for (Event event : acme.evidence().timeline(transfer.id())) {
            if (event.type().equals("callback.received")) {
                acme.evidence().eraseCallback(event.seq()); // permission callbacks.erase
            }
        }
        assertThat(acme.evidence().timeline(transfer.id()))
                .extracting(Event::type)
                .contains("callback.erased");
    }

    @Test
    void comparingWithCheckpointsThatWereKept() {
        VerifyingKey key = signer.verifier();
        List<String> keptNotes = List.of(acme.journal().checkpoint().note());
        AuditPacket packet = acme.evidence().packet(transfer.id());
        PacketVerifier.trusting(key).against(keptNotes).verify(packet).orElseThrow();
        assertThat(PacketVerifier.trusting(key)
                        .against(List.of())
                        .verify(packet)
                        .faults())
                .hasSize(1);
    }

    @Test
    void periods() throws IOException {
        VerifyingKey key = signer.verifier();
        Instant from = Instant.parse("2026-11-01T00:00:00Z");
        Instant to = Instant.parse("2026-12-01T00:00:00Z");
        Path file = folder.resolve("acme-2026-11.ndjson");
        ExportReceipt receipt = acme.evidence().export(from, to, file);
        try (InputStream in = Files.newInputStream(file)) {
            ExportFile.trusting(key).verify(in).orElseThrow();
        }
        assertThat(receipt.packets()).isEqualTo(1);
    }

    @Test
    void withholding() throws IOException {
        VerifyingKey key = signer.verifier();
        SandboxRail.Message success = bank.success(bank.taken().get(0).reference(), clock.instant());
        zentra.callbacks("rail_primary").accept(success.headers(), success.body());
        clock.advance(Duration.ofSeconds(1));
        AuditPacket packet = acme.evidence().packet(transfer.id());
        Instant from = Instant.EPOCH;
        Instant to = clock.instant();
        Path file = folder.resolve("acme.ndjson");
        acme.evidence().export(from, to, file);
        InputStream in = Files.newInputStream(file);
        OutputStream out = Files.newOutputStream(folder.resolve("outside.ndjson"));
        AuditPacket outside = packet.redacted(PacketPart.CALLBACKS, PacketPart.NOTES);
        PacketVerdict verdict = PacketVerifier.trusting(key).verify(outside).orElseThrow();
        log(verdict.withheld()); // [the callback of event 16, …]
        ExportFile.redact(in, out, PacketPart.DELIVERIES); // of each packet in an export
        acme.evidence().export(from, to, file, PacketPart.values()); // or it never leaves
        in.close();
        out.close();
        assertThat(verdict.withheld()).singleElement().asString().startsWith("the callback of event ");
    }

    private static void log(Object told) {
        assertThat(told).isNotNull();
    }

    @Test
    void changingTheKey() {
        String publicKey = signer.verifier().toString();
        ZentraRuntime.Builder builder = ZentraRuntime.builder()
                .signingKey(SigningKey.inFile("acme-ledger-2027", folder.resolve("zentra-2027.key")))
                .formerKeys(VerifyingKey.parse(publicKey)); // such as acme-ledger+d80755e5+AcsC…

        assertThatCode(() -> builder.storage(Storage.inMemory()).build().close())
                .doesNotThrowAnyException();
    }
}
