package io.zentra.verifier;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.PacketPart;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.contract.ContractVersion;
import io.zentra.runtime.payment.Payment;
import io.zentra.runtime.payment.PaymentRequest;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SandboxReceiver;
import io.zentra.testing.SettableClock;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.secret.LocalKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Files of packets and an export of a transfer that settled, was contradicted and reversed by persons, with what the host
 * kept of checkpoints.
 *
 * @param key the signer's public key
 * @param otherKey one of the same name
 */
record WrittenEvidence(String key, String otherKey) {
    private static final Asset USD = Asset.iso("USD");
    private static final String RAIL = "rail_primary";

    static WrittenEvidence in(Path folder) throws IOException {
        SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
        SandboxRail bank = SandboxRail.create();
        SigningKey signer = SigningKey.generate("acme-ledger");
        Files.createDirectory(folder.resolve("kept"));
        Files.writeString(folder.resolve("acme.pub"), signer.verifier() + "\n");
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .signingKey(signer)
                .checkpoints((tenant, checkpoint) -> keep(folder, checkpoint.size(), checkpoint.note()))
                .rail(RAIL, bank)
                .callbacks(RAIL, bank.scheme())
                .deliveries(DeliverySettings.builder()
                        .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                        .transport(SandboxReceiver.create())
                        .build())
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            write(folder, zentra, bank, clock);
        }
        return new WrittenEvidence(
                signer.verifier().toString(),
                SigningKey.generate("acme-ledger").verifier().toString());
    }

    private static void write(Path folder, ZentraRuntime zentra, SandboxRail bank, SettableClock clock) {
        Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        Workspace treasury = zentra.tenant("acme").as(Actor.operator("cleo", Permission.ALL));
        open(acme);
        Transfer transfer = acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(Money.ofMinor(125_000, USD))
                        .idempotencyKey("transfer_key_042")
                        .build())
                .orElseThrow();
        zentra.runDueWork();
        accept(zentra, bank.success(transfer.attemptId(), clock.instant()));
        for (int i = 0; i < 3; i++) {
            zentra.runDueWork();
            clock.advance(Duration.ofMinutes(1));
        }
        acme.evidence().packet(transfer.id()).writeTo(folder.resolve("settled.json"));
        accept(zentra, bank.failure(transfer.attemptId(), "account closed", clock.instant()));
        String caseId =
                Objects.requireNonNull(acme.transfers().get(transfer.id()).caseId());
        ReviewCase seen = acme.reviews().find(caseId).orElseThrow();
        treasury.reviews().note(caseId, "The bank confirms.", "note").orElseThrow();
        treasury.reviews().approve(caseId, seen.decision(), "approve").orElseThrow();
        zentra.runDueWork();
        acme.askedIn(ContractVersion.V2)
                .ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", Money.ofMinor(1, USD), "post")
                        .correlation("order:17"))
                .orElseThrow();
        acme.evidence().packet(transfer.id()).writeTo(folder.resolve("reversed.json"));
        acme.evidence().packet("order:17").writeTo(folder.resolve("order.json"));
        acme.evidence().packet(transfer.id()).redacted(PacketPart.values()).writeTo(folder.resolve("redacted.json"));
        Payment payment = acme.payments()
                .authorize(PaymentRequest.of("customer:42", "merchant:7", Money.ofMinor(900, USD), "payment"))
                .orElseThrow();
        acme.payments()
                .captureFinal(payment.id(), Money.ofMinor(700, USD), "capture")
                .orElseThrow();
        acme.evidence().packet(payment.id()).writeTo(folder.resolve("payment.json"));
        clock.advance(Duration.ofMinutes(1));
        acme.evidence().export(Instant.EPOCH, clock.instant(), folder.resolve("all.ndjson"));
    }

    private static void open(Workspace acme) {
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        acme.reviews()
                .lanes()
                .set(ReviewLane.of("transfers", Actor.operator("cleo", Permission.ALL)), "lane")
                .orElseThrow();
        acme.endpoints()
                .register(NewEndpoint.of("https://hooks.example.com/zentra", "transfer.settled"), "endpoint")
                .orElseThrow();
    }

    private static void keep(Path folder, long size, String note) {
        try {
            Files.writeString(folder.resolve("kept").resolve(size + ".checkpoint"), note);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void accept(ZentraRuntime zentra, SandboxRail.Message message) {
        zentra.callbacks(RAIL).accept(message.headers(), message.body());
    }
}
