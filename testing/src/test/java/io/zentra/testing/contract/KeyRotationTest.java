package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.VerifyingKey;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host takes a new signing key and nothing else happens: no event comes before it verifies, makes a checkpoint and gives
 * out a packet.
 */
class KeyRotationTest {
    private final SigningKey before = SigningKey.generate("acme-ledger");
    private final SigningKey after = SigningKey.generate("acme-ledger-2027");
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final List<Checkpoint> elsewhere = new ArrayList<>();

    @TempDir
    Path folder;

    private Transfer transfer;
    private AuditPacket packet;

    @BeforeEach
    void giveOutAPacketUnderTheFirstKey() {
        try (ZentraRuntime zentra = open(before)) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = acme(zentra);
            acme.transfers().openFlowAccounts(usd(1).asset());
            acme.accounts()
                    .open(NewAccount.credit("customer:42", usd(1).asset()).withoutFloor());
            acme.accounts().open(NewAccount.credit("merchant:7", usd(1).asset()));
            transfer = acme.transfers()
                    .create(TransferRequest.builder()
                            .from("customer:42")
                            .to("merchant:7")
                            .amount(usd(1_250))
                            .idempotencyKey("transfer_key_042")
                            .build())
                    .orElseThrow();
            packet = acme.evidence().packet(transfer.id());
        }
    }

    @Test
    void verifiesWhatWasSignedUnderBothKeys() {
        try (ZentraRuntime zentra = open(after, before.verifier())) {
            acme(zentra).verify(elsewhere).requireSound();
            acme(zentra).journal().checkpoint();
            acme(zentra).verify(elsewhere).requireSound();
            assertThat(elsewhere).hasSize(2).extracting(Checkpoint::size).containsOnly(packetSize());
        }
    }

    @Test
    void packetsVerifyWithTheKeyThatSignedThem() {
        AuditPacket next;
        try (ZentraRuntime zentra = open(after, before.verifier())) {
            next = acme(zentra).evidence().packet(transfer.id());
        }

        assertThat(verifies(packet, before.verifier())).isTrue();
        assertThat(verifies(packet, after.verifier())).isFalse();
        assertThat(verifies(next, after.verifier())).isTrue();
        assertThat(verifies(next, before.verifier())).isFalse();
        assertThat(verifies(packet, after.verifier(), before.verifier())).isTrue();
        assertThat(verifies(next, after.verifier(), before.verifier())).isTrue();
    }

    @Test
    void checkpointsAtIntervalsGoOn() {
        try (ZentraRuntime zentra = open(after, before.verifier())) {
            clock.advance(Duration.ofMinutes(11));
            assertThat(zentra.runDueWork()).isPositive();
            assertThat(elsewhere)
                    .extracting(Checkpoint::origin)
                    .contains("acme-ledger-2027/acme", "acme-ledger-2027/zentra");
            List<Checkpoint> ofRegistry = elsewhere.stream()
                    .filter(each -> each.origin().endsWith("/zentra"))
                    .toList();
            zentra.verifyTenants(ofRegistry, Actor.service("auditor")).requireSound();
        }
    }

    @Test
    void formerKeysAreGivenOnce() {
        assertThatThrownBy(() ->
                        ZentraRuntime.builder().formerKeys(before.verifier()).formerKeys(after.verifier()))
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
    }

    private long packetSize() {
        return PacketVerifier.trusting(before.verifier()).verify(packet).journalSize();
    }

    private static boolean verifies(AuditPacket packet, VerifyingKey key, VerifyingKey... others) {
        return PacketVerifier.trusting(key, others).verify(packet).isVerified();
    }

    private ZentraRuntime open(SigningKey key, VerifyingKey... former) {
        return ZentraRuntime.builder()
                .storage(Storage.sqlite(folder.resolve("zentra.db")))
                .clock(clock)
                .signingKey(key)
                .formerKeys(former)
                .checkpoints((tenant, checkpoint) -> elsewhere.add(checkpoint))
                .rail("rail_primary", SandboxRail.create())
                .dueWorkThreads(0)
                .build();
    }

    private static Workspace acme(ZentraRuntime zentra) {
        return zentra.tenant("acme").as(Actor.service("svc_edge"));
    }

    private static Money usd(long minor) {
        return Money.ofMinor(minor, "USD");
    }
}
