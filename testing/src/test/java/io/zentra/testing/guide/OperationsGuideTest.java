package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.metrics.ZentraMetrics;
import io.zentra.runtime.operations.Finding;
import io.zentra.runtime.operations.FindingCode;
import io.zentra.runtime.operations.Milestone;
import io.zentra.runtime.operations.Moment;
import io.zentra.runtime.operations.OperationsSnapshot;
import io.zentra.runtime.operations.StateVolume;
import io.zentra.runtime.operations.Story;
import io.zentra.runtime.operations.TransferPage;
import io.zentra.runtime.operations.TransferSearch;
import io.zentra.runtime.payment.PaymentPage;
import io.zentra.runtime.payment.PaymentSearch;
import io.zentra.runtime.payment.PaymentStatus;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of docs/operations.md, as they stand there. */
class OperationsGuideTest {
    private final Asset usd = Asset.iso("USD");
    private final SettableClock clock = SettableClock.at("2026-11-23T12:00:00Z");
    private final SandboxRail bank = SandboxRail.create();
    private final Map<String, String> page = new LinkedHashMap<>();

    @Test
    void showsTheTenant() {
        try (ZentraRuntime zentra = runtime()) {
            Workspace acme = open(zentra);
            Transfer transfer = create(acme);
            zentra.runDueWork();
            SandboxRail.Message success = bank.success(transfer.attemptId(), clock.instant());
            zentra.callbacks("rail_primary").accept(success.headers(), success.body());

            OperationsSnapshot now = acme.operations().snapshot();
            StateVolume settled = now.state(TransferStatus.SETTLED);
            page.put("state volume", settled.minor(usd) + " mu in " + settled.transfers() + " transfers");
            page.put("open reviews", String.valueOf(now.openReviews()));
            page.put(
                    "webhook health",
                    now.webhooks().backlog() + " waiting, " + now.webhooks().ailing() + " ailing");

            assertThat(page)
                    .containsEntry("state volume", "125000 mu in 1 transfers")
                    .containsEntry("open reviews", "0")
                    .containsEntry("webhook health", "0 waiting, 0 ailing");
            tellsTheStory(acme, transfer);
        }
    }

    private void tellsTheStory(Workspace acme, Transfer transfer) {
        Story story = acme.operations().timeline(transfer.id()).orElseThrow();
        for (Milestone reached : story.milestones()) {
            page.put(reached.stage().code(), reached.state() + " | " + reached.event() + " | " + reached.proof());
        }
        for (Moment moment : story.moments()) {
            page.put(moment.at() + " " + moment.actor(), moment.sentence());
        }

        assertThat(page)
                .containsEntry("accepted", "no ledger state yet | transfer.created | " + transfer.id())
                .containsValue("The money is with the destination.");
    }

    @Test
    void findsTransfers() {
        try (ZentraRuntime zentra = runtime()) {
            Workspace acme = open(zentra);
            Transfer transfer = create(acme);

            TransferSearch processing =
                    TransferSearch.all().status(TransferStatus.PROCESSING).source("customer:42");
            TransferPage found = acme.operations().search(processing);

            assertThat(found.transfers()).containsExactly(transfer);
            assertThat(found.hasNext()).isFalse();
        }
    }

    @Test
    void findsTransfersByTheirWords() {
        try (ZentraRuntime zentra = runtime()) {
            Workspace acme = open(zentra);
            Transfer transfer = create(acme);

            TransferSearch ofOrder =
                    TransferSearch.all().metadata("order", "4711").newestFirst().limit(20);
            TransferPage page = acme.operations().search(ofOrder);
            while (page.hasNext()) {
                page = acme.operations().search(ofOrder.after(page.next()));
            }

            assertThat(page.transfers()).containsExactly(transfer);
        }
    }

    @Test
    void payments() {
        try (ZentraRuntime zentra = runtime()) {
            Workspace acme = open(zentra);

            PaymentSearch disputed =
                    PaymentSearch.all().status(PaymentStatus.CHARGED_BACK).destination("merchant:7");
            PaymentPage disputes = acme.payments().search(disputed);

            assertThat(disputes.payments()).isEmpty();
            assertThat(disputes.hasNext()).isFalse();
        }
    }

    @Test
    void isMeasured() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ZentraMetrics metrics = new ZentraMetrics(registry);
        ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .rail("rail_primary", bank)
                .metrics(metrics)
                .build();
        metrics.watch(zentra);
        try (zentra) {
            open(zentra);
            Workspace reader = zentra.tenant("acme").as(Actor.service("meters").allowedOnly(Permission.READ));
            metrics.watch(reader, Duration.ofSeconds(15));

            assertThat(registry.get("zentra.events")
                            .tag("tenant", "acme")
                            .gauge()
                            .value())
                    .isPositive();
            assertThat(registry.get("zentra.commit").timer().count()).isPositive();
        }
    }

    @Test
    void namesWhatNeedsAttention() {
        try (ZentraRuntime zentra = runtime()) {
            Workspace acme = open(zentra);
            create(acme);
            clock.advance(Duration.ofMinutes(5));
            List<String> alarms = new ArrayList<>();

            for (Finding finding : acme.operations().doctor().findings()) {
                alarms.add(finding.severity() + " " + finding.code().code() + " " + finding.subject() + ": "
                        + finding.advice());
            }

            assertThat(alarms).singleElement().asString().startsWith("WARNING work_late transfer.attempt: ");
        }
    }

    /** The page has every code, with its severity. */
    @Test
    void thePageHasEveryCode() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "operations.md"));
        for (FindingCode code : FindingCode.values()) {
            assertThat(guide)
                    .contains("| `" + code.code() + "` | "
                            + code.severity().name().toLowerCase(Locale.ROOT) + " |");
        }
    }

    private ZentraRuntime runtime() {
        return ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .rail("rail_primary", bank)
                .callbacks("rail_primary", bank.scheme())
                .dueWorkThreads(0)
                .build();
    }

    private Workspace open(ZentraRuntime zentra) {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(usd);
        acme.accounts().open(NewAccount.credit("customer:42", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", usd));
        return acme;
    }

    private Transfer create(Workspace acme) {
        return acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(Money.ofMinor(125_000, usd))
                        .metadata("order", "4711")
                        .idempotencyKey("transfer_key_042")
                        .build())
                .orElseThrow();
    }
}
