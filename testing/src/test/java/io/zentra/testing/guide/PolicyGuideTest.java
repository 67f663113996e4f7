package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Analysis;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Decision;
import io.zentra.policy.DryRun;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.Proposal;
import io.zentra.policy.Rule;
import io.zentra.policy.Verdict;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/policy.md, as they stand there. */
class PolicyGuideTest {
    private final Asset usd = Asset.iso("USD");
    private final ZentraRuntime zentra = ZentraRuntime.builder()
            .storage(Storage.inMemory())
            .dueWorkThreads(0)
            .build();
    private Workspace acme;
    private Workspace author;
    private Workspace approver;

    @BeforeEach
    void openAccounts() {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        author = zentra.tenant("acme").as(Actor.operator("ann", Permission.ALL));
        approver = zentra.tenant("acme").as(Actor.operator("bob", Permission.ALL));
        acme.accounts().open(NewAccount.credit("customer:42", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", usd));
    }

    @AfterEach
    void verify() {
        acme.verify().requireSound();
        zentra.close();
    }

    private Policy payouts() {
        Policy policy = Policy.named("payout")
                .deny("corridor_closed", Condition.corridor("DE", "XX"))
                .review("treasury", Condition.amountOver(usd("10000.00")))
                .limit("daily_out", Measure.sum(usd).per(Field.SOURCE).within(Window.day()), 5_000_000)
                .build();
        return policy;
    }

    private void publish(Policy policy) {
        PolicyVersion draft = author.policies().draft(policy, "draft-1").orElseThrow();
        Analysis analysis = author.policies().analyse("payout", 1, "analyse-1").orElseThrow();
        approver.policies().approve("payout", 1, analysis.hash(), "approve-1").orElseThrow();
        approver.policies().publish("payout", 1, "publish-1").orElseThrow();
        assertThat(draft.ref().version()).isEqualTo(1);
    }

    @Test
    void inFiveMinutes() {
        publish(payouts());
        Ruling ruling = acme.controlled()
                .post(
                        Proposal.of("payout", usd("50.00"))
                                .from("customer:42", Map.of())
                                .to("merchant:7", Map.of())
                                .countries(Corridor.of("DE", "FR")),
                        PostingRequest.of("customer:42", "merchant:7", usd("50.00"), "payout-17"))
                .orElseThrow();

        assertThat(ruling).isInstanceOf(Ruling.Posted.class);
        assertThat(ruling.decision().decision().windows().get(0).after()).isEqualTo(5_000);
    }

    @Test
    void limits() {
        Policy velocity = Policy.named("payout")
                .window(
                        "new_payees",
                        Measure.distinct(Field.DESTINATION)
                                .per(Field.SOURCE)
                                .within(Window.rolling(Duration.ofHours(24))))
                .window(
                        "weekly",
                        Measure.count()
                                .per(Field.SOURCE, Field.RAIL)
                                .within(Window.week().withCutOff(LocalTime.of(17, 0)))
                                .where(Condition.present(Field.RAIL)))
                .review("new_payees", Condition.windowOver("new_payees", 3))
                .deny("weekly", Condition.windowOver("weekly", 20))
                .build();

        assertThat(Policy.parse(velocity.json())).isEqualTo(velocity);
    }

    @Test
    void rails() {
        Policy routed = Policy.named("payout")
                .countries("rail_eu", Corridor.of("DE", "FR"), Corridor.of("DE", "ES"))
                .countries("rail_world", Corridor.of("DE", Corridor.ANY))
                .rule(Rule.of(
                        "cheap_first",
                        new Effect.Route(Effect.Route.Verb.PREFER, List.of("rail_eu")),
                        Condition.amountAtMost(usd("1000.00"))))
                .build();

        Proposal proposal = Proposal.of("payout", usd("20.00"))
                .countries(Corridor.of("DE", "FR"))
                .rails(List.of("rail_world", "rail_eu"));
        assertThat(decide(routed, proposal).rails().eligible()).containsExactly("rail_eu", "rail_world");
        assertThat(decide(routed, proposal.countries(Corridor.of("DE", "US")))
                        .rails()
                        .excluded())
                .containsExactly(Map.entry("rail_eu", "corridors"));
        assertThat(decide(routed, proposal.countries(Corridor.of("US", "DE"))).reason())
                .isEqualTo("corridor_closed");
    }

    private Decision decide(Policy policy, Proposal proposal) {
        return DryRun.of(policy).decide(facts(proposal), Map.of());
    }

    private Facts facts(Proposal proposal) {
        return Facts.of(
                zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup")),
                "service:edge",
                proposal,
                Instant.parse("2026-11-21T09:00:00Z"));
    }

    @Test
    void tryingAPolicy() {
        Policy policy = payouts();
        Facts facts = facts(Proposal.of("payout", usd("100.01")).from("customer:42", Map.of()));
        Decision decision = DryRun.of(policy).decide(facts, Map.of("daily_out", 4_990_000L));

        assertThat(decision.verdict()).isEqualTo(Verdict.DENIED);
        assertThat(decision.fired().get(0).distance()).isEqualTo(-1);
    }

    /** The JSON that the guide shows is a policy, and comes back the same. */
    @Test
    void theJsonForm() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "policy.md"));
        Matcher json = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(json.find()).isTrue();

        Policy policy = Policy.parse(json.group(1));

        assertThat(Policy.parse(policy.json())).isEqualTo(policy);
        assertThat(policy.steps()).hasSize(2);
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
