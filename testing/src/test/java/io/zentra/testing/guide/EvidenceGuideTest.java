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
import io.zentra.runtime.PacketVerifier;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void changingTheKey() {
        String publicKey = signer.verifier().toString();
        ZentraRuntime.Builder builder = ZentraRuntime.builder()
                .signingKey(SigningKey.inFile("acme-ledger-2027", folder.resolve("zentra-2027.key")))
                .formerKeys(VerifyingKey.parse(publicKey)); // such as acme-ledger+d80755e5+AcsC…

        assertThatCode(() -> builder.storage(Storage.inMemory()).build().close())
                .doesNotThrowAnyException();
    }
}
