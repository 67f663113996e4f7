package io.zentra.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zentra.core.commit.CommitMetrics;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.webhooks.delivery.AttemptOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ZentraMetricsTest {
    private static final Asset USD = Asset.iso("USD");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ZentraMetrics metrics = new ZentraMetrics(registry);

    /** Takes everything, and knows how each ended. */
    private static final class Bank implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            return new RailOutcome.Succeeded("p-" + request.reference());
        }

        @Override
        public RailOutcome query(String reference) {
            return new RailOutcome.Succeeded("p-" + reference);
        }
    }

    private static ZentraRuntime runtime(CommitMetrics told) {
        return ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .metrics(told)
                .rail("rail_primary", new Bank())
                .dueWorkThreads(0)
                .build();
    }

    private static Workspace transfer(ZentraRuntime zentra) {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        acme.transfers().openFlowAccounts(USD);
        acme.accounts().open(NewAccount.credit("customer:42", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
        acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(Money.ofMinor(1_250, USD))
                        .idempotencyKey("a")
                        .build())
                .orElseThrow();
        return acme;
    }

    @Test
    void showsATenantAndItsRailsAsTheyAre() {
        try (ZentraRuntime zentra = runtime(metrics)) {
            transfer(zentra);
            metrics.watch(zentra);
            Workspace reader = zentra.tenant("acme").as(Actor.service("meters").allowedOnly(Permission.READ));
            metrics.watch(reader, Duration.ZERO);
            assertThat(transfers("processing")).isEqualTo(1);
            assertThat(calls("succeeded")).isZero();

            zentra.runDueWork();

            assertThat(transfers("processing")).isZero();
            assertThat(transfers("settled")).isEqualTo(1);
            assertThat(calls("succeeded")).isEqualTo(1);
            assertThat(registry.get("zentra.events")
                            .tag("tenant", "acme")
                            .gauge()
                            .value())
                    .isEqualTo((double) reader.journal().size());
        }
    }

    /** A registry asks for each meter by itself: within their time all get one answer. */
    @Test
    void readsNoOftenerThanItIsToldTo() {
        try (ZentraRuntime zentra = runtime(metrics)) {
            Workspace acme = transfer(zentra);
            metrics.watch(acme, Duration.ofDays(1));
            assertThat(transfers("processing")).isEqualTo(1);

            zentra.runDueWork();

            assertThat(transfers("processing")).as("as it was").isEqualTo(1);
        }
    }

    private double transfers(String status) {
        return registry.get("zentra.transfers")
                .tag("tenant", "acme")
                .tag("status", status)
                .gauge()
                .value();
    }

    private double calls(String outcome) {
        return registry.get("zentra.rail.calls")
                .tag("rail", "rail_primary")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    @Test
    void timesCommitsAndCountsTheirCommands() {
        try (ZentraRuntime zentra = runtime(metrics)) {
            transfer(zentra);
        }
        long commits = registry.get("zentra.commit").timer().count();

        assertThat(commits).isPositive();
        assertThat(registry.get("zentra.commit.wait").timer().count()).isEqualTo(commits);
        assertThat(registry.get("zentra.commit.commands").summary().totalAmount())
                .as("a tenant, its accounts, a transfer")
                .isGreaterThanOrEqualTo(7);
    }

    @Test
    void keepsNobodyWaitingForWhatItThrows() {
        CommitMetrics broken = (commands, waited, took) -> {
            throw new IllegalStateException("the meters are broken");
        };
        try (ZentraRuntime zentra = runtime(broken)) {
            Workspace acme = transfer(zentra);
            zentra.runDueWork();
            assertThat(acme.verify().isSound()).isTrue();
        }
    }

    @Test
    void timesAttemptsByTheirOutcome() {
        metrics.attempted(TenantId.of("acme"), "ep_1", AttemptOutcome.DELIVERED, Duration.ofMillis(30));

        assertThat(registry.get("zentra.webhook.attempts")
                        .tag("outcome", "delivered")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("zentra.webhook.attempts")
                        .tag("outcome", "failed")
                        .timer()
                        .count())
                .isZero();
    }
}
