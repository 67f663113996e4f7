package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Retention;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxReceiver;
import io.zentra.testing.SettableClock;
import io.zentra.testing.fault.MemoryVault;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.ReplayFilter;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.secret.LocalKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that are archived: none leaves before it was taken for endpoints, and what was taken is sent from what was kept. */
class ArchivedDeliveryTest {
    private static final String HOST = "hooks.example.com";
    private static final int POSTINGS = 600;

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxReceiver receiver = SandboxReceiver.create();
    private final MemoryVault vault = new MemoryVault();
    private ZentraRuntime zentra;
    private Workspace acme;
    private Endpoint endpoint;

    @BeforeEach
    void postAndGrowOld() {
        zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .signingKey(SigningKey.generate("ledger.example"))
                .deliveries(DeliverySettings.builder()
                        .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                        .transport(receiver)
                        .build())
                .dueWorkThreads(0)
                .build();
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", Asset.iso("USD")).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", Asset.iso("USD")));
        endpoint = acme.endpoints()
                .register(
                        NewEndpoint.of("https://" + HOST + "/", "ledger.entry.created")
                                .sending(Sending.standard().rates(0, 0)),
                        "endpoint-1")
                .orElseThrow();
        acme.ledgers()
                .postAll(IntStream.range(0, POSTINGS)
                        .mapToObj(i -> posting("k" + i))
                        .toList());
        clock.advance(Duration.ofDays(2));
        acme.ledgers().post(posting("two-days-later")).orElseThrow();
    }

    @AfterEach
    void verifyAndClose() {
        acme.verify(VerificationPlan.full().readingArchives(vault)).requireSound();
        zentra.close();
    }

    @Test
    void archivesNothingThatWasNotTakenForEndpoints() {
        assertThat(acme.archive(retention(), vault)).isEmpty();
        zentra.runDueWork();

        assertThat(acme.archive(retention(), vault)).isPresent();
        assertThat(receiver.received(HOST)).hasSize(POSTINGS + 1);
    }

    @Test
    void sendsWhatWaitedLongAfterItsEventsWereArchived() {
        acme.endpoints().pause(endpoint.id(), "pause").orElseThrow();
        zentra.runDueWork();
        assertThat(acme.archive(retention(), vault)).isPresent();

        acme.endpoints().resume(endpoint.id(), "resume").orElseThrow();
        zentra.runDueWork();
        assertThat(receiver.received(HOST)).hasSize(POSTINGS + 1);
        acme.deliveries()
                .replay(endpoint.id(), ReplayFilter.failedSince(Instant.EPOCH).forced(), "again")
                .orElseThrow();
        zentra.runDueWork();
        assertThat(receiver.received(HOST)).hasSize(2 * (POSTINGS + 1));
    }

    private Retention retention() {
        return Retention.before(clock.instant().minus(Duration.ofDays(1)));
    }

    private static PostingRequest posting(String key) {
        return PostingRequest.of("assets:bank", "customer:42", Money.ofMinor(1, Asset.iso("USD")), key);
    }
}
