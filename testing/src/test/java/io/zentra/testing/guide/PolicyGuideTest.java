package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Window;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.policy.Analysis;
import io.zentra.policy.BacktestReport;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Decision;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.DryRun;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.Field;
import io.zentra.policy.Finding;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyState;
import io.zentra.policy.PolicyVersion;
import io.zentra.policy.Proposal;
import io.zentra.policy.Rule;
import io.zentra.policy.RuleResult;
import io.zentra.policy.TrialReport;
import io.zentra.policy.Verdict;
import io.zentra.runtime.Ruling;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
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
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final List<String> log = new ArrayList<>();
    private final ZentraRuntime zentra = ZentraRuntime.builder()
            .storage(Storage.inMemory())
            .clock(clock)
            .dueWorkThreads(0)
            .build();
    private Workspace acme;
    private Workspace author;
    private Workspace approver;
    private Workspace treasury;

    @BeforeEach
    void openAccounts() {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        Workspace author = zentra.tenant("acme").as(Actor.operator("ann", Permission.READ, Permission.DRAFT_POLICIES));
        Workspace approver = zentra.tenant("acme")
                .as(Actor.operator("bob", Permission.READ, Permission.APPROVE_POLICIES, Permission.PUBLISH_POLICIES));
        Actor cleo = Actor.operator("cleo", Permission.READ, Permission.DECIDE_REVIEWS);
        acme.reviews()
                .lanes()
                .set(ReviewLane.of("treasury", cleo), "treasury-1")
                .orElseThrow();
        this.acme = acme;
        this.author = author;
        this.approver = approver;
        this.treasury = zentra.tenant("acme").as(cleo);
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
        explain(ruling);
    }

    private void explain(Ruling ruling) {
        DecisionRecord again = acme.policies().replay(ruling.decision().id());
        for (RuleResult rule : acme.policies().explain(again.id())) {
            log.add(rule.rule() + (rule.applies() ? " applies" : " does not apply"));
        }

        assertThat(again).isEqualTo(ruling.decision());
        assertThat(log)
                .containsExactly(
                        "corridor_closed does not apply", "treasury does not apply", "daily_out does not apply");
    }

    @Test
    void steps() {
        Policy scored = Policy.named("payout")
                .define("abroad", Condition.not(Condition.is(Field.COUNTRY_TO, "DE")))
                .step("known")
                .accept("own_account", Condition.is(Field.destination("owner"), "self"))
                .step("risk")
                .score("far", 40, Condition.use("abroad"), Condition.amountAtLeast(usd("50.00")))
                .score("night", 30, Condition.timeOfDay(LocalTime.of(22, 0), LocalTime.of(6, 0)))
                .band(70, new Effect.Review("treasury"))
                .build();
        publish(scored);
        Ruling ruling = acme.controlled()
                .hold(
                        Proposal.of("payout", usd("80.00"))
                                .from("customer:42", Map.of())
                                .to("merchant:7", Map.of("owner", "self")),
                        PostingRequest.of("customer:42", "merchant:7", usd("80.00"), "payout-18"),
                        Instant.parse("2026-12-01T00:00:00Z"))
                .orElseThrow();

        assertThat(ruling).isInstanceOf(Ruling.Held.class);
        assertThat(ruling.decision().decision().decidedBy()).isEqualTo("own_account");
        clock.advance(Duration.ofHours(14));
        Proposal far = Proposal.of("payout", usd("80.00")).countries(Corridor.of("DE", "FR"));
        assertThat(acme.controlled()
                        .post(far, PostingRequest.of("customer:42", "merchant:7", usd("80.00"), "payout-19"))
                        .orElseThrow())
                .isInstanceOf(Ruling.InReview.class);
    }

    @Test
    void versions() {
        publish(payouts());
        author.policies().draft(payouts(), "draft-2").orElseThrow();
        Analysis analysis = author.policies().analyse("payout", 2, "analyse-2").orElseThrow();
        for (Finding finding : analysis.findings()) {
            log.add(finding.kind().code() + " at " + finding.path() + ": " + finding.message());
        }
        approver.policies().approve("payout", 2, analysis.hash(), "approve-2").orElseThrow();
        approver.policies().shadow("payout", 2, true, "shadow-2").orElseThrow();
        approver.policies().canary("payout", 2, 500, "canary-2").orElseThrow(); // 5 %
        TrialReport trial = acme.policies().trial("payout", 2);
        long stricter = trial.count(Verdict.ACCEPTED, Verdict.DENIED);
        approver.policies()
                .publish("payout", 2, Instant.parse("2026-12-01T00:00:00Z"), "publish-2")
                .orElseThrow();
        clock.set(Instant.parse("2026-12-02T00:00:00Z"));
        PolicyVersion back =
                approver.policies().rollBack("payout", 1, "roll-back-1").orElseThrow();
        BacktestReport report = acme.policies()
                .backtest("payout", 2, Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

        assertThat(log).isEmpty();
        assertThat(stricter).isZero();
        assertThat(back.ref().version()).isEqualTo(1);
        assertThat(back.state()).isEqualTo(PolicyState.PUBLISHED);
        assertThat(report.decisions()).isZero();
    }

    @Test
    void whenPersonsDecide() {
        publish(payouts());
        Ruling ruling = acme.controlled()
                .post(
                        Proposal.of("payout", usd("20000.00")).from("customer:42", Map.of()),
                        PostingRequest.of("customer:42", "merchant:7", usd("20000.00"), "payout-20"))
                .orElseThrow();
        Ruling.InReview waiting = (Ruling.InReview) ruling;
        ReviewCase seen = treasury.reviews().find(waiting.caseId()).orElseThrow();
        treasury.reviews().approve(seen.id(), seen.decision(), "approve-20").orElseThrow();
        zentra.runDueWork();
        List<Event> story = acme.journal().timeline(waiting.decision().id());

        assertThat(story)
                .extracting(Event::type)
                .containsExactly(
                        "review.opened", "review.approved", "review.closed", "policy.review", "ledger.entry.created");
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

    private static Facts facts(Proposal proposal) {
        return Facts.of(
                new Tenant(1, TenantId.of("acme"), TenantConfig.standard()),
                "service:svc_edge",
                proposal,
                Instant.parse("2026-11-21T09:00:00Z"));
    }

    @Test
    void tryingAPolicy() {
        Policy policy = payouts();
        Facts facts = Facts.of(
                new Tenant(1, TenantId.of("acme"), TenantConfig.standard()),
                "service:svc_edge",
                Proposal.of("payout", usd("100.01")).from("customer:42", Map.of()),
                Instant.parse("2026-11-21T09:00:00Z"));
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
        assertThat(policy.steps()).hasSize(3);
        assertThat(policy.windows()).hasSize(3);
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
