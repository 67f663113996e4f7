package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Decision;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.DryRun;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.Field;
import io.zentra.policy.Policy;
import io.zentra.policy.Proposal;
import io.zentra.policy.Rule;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Simulation;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.rail.OpeningHours;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.RailCost;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.runtime.rail.RailSettings;
import io.zentra.runtime.rail.RouteDecision;
import io.zentra.runtime.rail.RoutePolicy;
import io.zentra.runtime.rail.RouteRequest;
import io.zentra.runtime.rail.Routing;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of docs/rails.md, as they stand there. */
class RailsGuideTest {
    private final SettableClock clock = SettableClock.at("2026-11-23T12:00:00Z");

    private static final class SepaRail implements Rail {
        private final SandboxRail client;

        private SepaRail(SandboxRail client) {
            this.client = client;
        }

        @Override
        public RailOutcome submit(Request request) {
            return client.submit(request);
        }

        @Override
        public RailOutcome query(String reference) {
            return client.query(reference);
        }

        @Override
        public RailCapabilities capabilities() {
            Asset eur = Asset.iso("EUR");
            return RailCapabilities.builder()
                    .assets(eur)
                    .countries(Corridor.of("DE", Corridor.ANY))
                    .amount(eur, 1, 10_000_000) // up to 100 000.00
                    .hours(OpeningHours.builder(ZoneId.of("Europe/Berlin"))
                            .onWorkdays(LocalTime.of(7, 0), LocalTime.of(18, 30))
                            .closed(LocalDate.of(2026, 12, 25))
                            .build())
                    .cost(eur, new RailCost(20, 2_900)) // 0.20 and 0.29% of the amount
                    .settles(Settles.LATER)
                    .build();
        }
    }

    @Test
    void howARailIsCalledAndFares() {
        SandboxRail client = SandboxRail.create();
        RailSettings settings = RailSettings.builder()
                .timeout(Duration.ofSeconds(10))
                .mostAtOnce(8)
                .breaker(new RailSettings.Breaker(3, 10, Duration.ofMinutes(1)))
                .build();
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .rail("rail_sepa", new SepaRail(client), settings)
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
            Asset eur = Asset.iso("EUR");
            acme.transfers().openFlowAccounts(eur);
            acme.accounts().open(NewAccount.credit("customer:42", eur).withoutFloor());
            acme.accounts().open(NewAccount.credit("merchant:7", eur));
            TransferRequest request = request(eur, "key-0");
            Simulation wouldBe = acme.transfers().simulate(request);
            RouteDecision route = wouldBe.route();
            assertThat(route.chosen()).hasValue("rail_sepa");
            assertThat(wouldBe.decision()).isNull();
            for (int i = 0; i < 4; i++) {
                client.nextSubmit(new RailOutcome.Unknown("no answer"));
                acme.transfers().create(request(eur, "key-" + i)).orElseThrow();
            }
            zentra.runDueWork();

            List<String> ailing = zentra.railHealth().stream()
                    .filter(rail -> rail.circuit() != RailHealth.Circuit.CLOSED || rail.isBusy())
                    .map(rail -> rail.rail() + " " + rail.circuit() + " until " + rail.openUntil())
                    .toList();

            assertThat(ailing).containsExactly("rail_sepa OPEN until 2026-11-23T12:01:00Z");
            assertThat(client.calls()).hasSize(3);
            acme.verify().requireSound();
        }
    }

    @Test
    void whereItsMoneyWaits() {
        SandboxRail client = SandboxRail.create();
        RailSettings sepa = RailSettings.builder()
                .accounts(new FlowAccounts("sepa:reserved", "sepa:settlement", "sepa:payout"))
                .paysOut()
                .build();
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .rail("rail_sepa", client, sepa)
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
            Asset eur = Asset.iso("EUR");
            acme.transfers().openFlowAccounts(eur);
            acme.accounts().open(NewAccount.credit("customer:42", eur).withoutFloor());
            acme.accounts().open(NewAccount.credit("merchant:7", eur));
            client.nextSubmit(new RailOutcome.Succeeded("p-1"));
            acme.transfers().create(request(eur, "key-0")).orElseThrow();
            assertThat(acme.accounts().balances("sepa:reserved:eur").posted()).isEqualTo(Money.ofMinor(500, eur));
            zentra.runDueWork();

            assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(Money.ofMinor(0, eur));
            assertThat(acme.accounts().balances("sepa:payout:eur").posted()).isEqualTo(Money.ofMinor(500, eur));
            acme.verify().requireSound();
        }
    }

    private static TransferRequest request(Asset eur, String key) {
        return TransferRequest.builder()
                .from("customer:42")
                .to("merchant:7")
                .amount(Money.ofMinor(500, eur))
                .countries(Corridor.of("DE", "FR"))
                .idempotencyKey(key)
                .build();
    }

    @Test
    void whichRailIsChosen() {
        Instant now = clock.instant();
        RailCapabilities sepa = new SepaRail(SandboxRail.create()).capabilities();
        RailCapabilities instant = RailCapabilities.builder()
                .cost(Asset.iso("EUR"), new RailCost(50, 0))
                .settles(Settles.AT_ONCE)
                .build();
        List<RouteRequest.Option> options = List.of(
                new RouteRequest.Option("rail_sepa", sepa, null),
                new RouteRequest.Option("rail_instant", instant, null),
                new RouteRequest.Option("rail_card", RailCapabilities.any(), null));
        RoutePolicy policy = policy();

        RouteDecision route = Routing.decide(RouteRequest.of(Money.ofMinor(125_000, "EUR"), options, now)
                .between(Corridor.of("DE", "FR"))
                .under(policy));

        assertThat(route.eligible()).containsExactly("rail_instant", "rail_sepa");
        assertThat(route.candidates())
                .extracting(RouteDecision.Candidate::costMinor)
                .as("0.20 and 0.29% of 1250.00 is 3.83")
                .containsExactly(50L, 383L, 0L);
        assertThat(route.candidates().get(2).exclusions())
                .containsExactly(new RouteDecision.Exclusion("policy:no_cards", null));
    }

    /** What a policy says that forbids cards, about a payout over any of the rails. */
    private RoutePolicy policy() {
        Policy policy = Policy.named("payout")
                .rule(Rule.of(
                        "no_cards",
                        new Effect.Route(Effect.Route.Verb.FORBID, List.of("rail_card")),
                        Condition.present(Field.KIND)))
                .build();
        Facts facts = Facts.of(
                new Tenant(1, TenantId.of("acme"), TenantConfig.standard()),
                "service:svc_edge",
                Proposal.of("payout", Money.ofMinor(125_000, "EUR"))
                        .rails(List.of("rail_sepa", "rail_instant", "rail_card")),
                clock.instant());
        Decision decision = DryRun.of(policy).decide(facts, Map.of());
        return RoutePolicy.of(new DecisionRecord("de_1", 1, decision, List.of(), null));
    }
}
