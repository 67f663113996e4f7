package io.zentra.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.ZentraCore;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TenantId;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.Reviews;
import io.zentra.core.storage.Storage;
import io.zentra.core.usage.Window;
import io.zentra.policy.BacktestReport;
import io.zentra.policy.BacktestReport.Difference;
import io.zentra.policy.BacktestReport.Line;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policies;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyWork;
import io.zentra.policy.PolicyWork.Question;
import io.zentra.policy.Proposal;
import io.zentra.policy.Verdict;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A history of real decisions, some of them undone in part and some let go on by persons, over a change of the clocks. The
 * version that decided finds no difference in it; others find what a list of all that was let through gives.
 */
class BacktestTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Instant BEGIN = Instant.parse("2026-03-20T05:00:00Z"); // Berlin changes its clocks on the 29th
    private static final int OPERATIONS = 1_200;

    private final PolicyWork work = new PolicyWork();
    private final Random random = new Random(7);
    private final List<String> undoable = new ArrayList<>();
    private final Map<String, Money> left = new HashMap<>();
    private final List<Asked.Told> waiting = new ArrayList<>();
    private Instant now = BEGIN;
    private ZentraCore core;
    private Tenant acme;
    private int keys;

    @BeforeEach
    void open() {
        core = ZentraCore.open(
                ZentraCore.Settings.of(Storage.inMemory()).withClock(() -> now), List.of(PolicyTables.MODULE));
        acme = core.tenants()
                .create(
                        TenantId.of("acme"),
                        TenantConfig.standard().withTimeZone(ZoneId.of("Europe/Berlin")),
                        Actor.service("test"));
        for (String lane : List.of("treasury", "night")) {
            new Reviews(core.handle(access("cleo")))
                    .lanes()
                    .set(ReviewLane.of(lane, access("cleo").actor()), lane)
                    .orElseThrow();
        }
        publish(policy(6_000, 9));
        for (int i = 0; i < OPERATIONS; i++) {
            now = now.plusSeconds(random.nextInt(3_600)).plusNanos(random.nextInt(1_000) * 1_000L);
            next();
        }
    }

    @AfterEach
    void close() {
        core.close();
    }

    /** Caps that are reached often, over windows of every kind. */
    private static Policy policy(long daily, long often) {
        return Policy.named("transfer")
                .limit("daily", Measure.sum(USD).per(Field.SOURCE), daily)
                .limit("often", Measure.count().within(Window.rolling(Duration.ofHours(12))), 30 * often)
                .window(
                        "receivers",
                        Measure.distinct(Field.DESTINATION)
                                .per(Field.SOURCE)
                                .within(Window.week().withCutOff(LocalTime.of(2, 30))))
                .window(
                        "night",
                        Measure.distinct(Field.DESTINATION)
                                .within(Window.rolling(Duration.ofDays(2)))
                                .where(Condition.timeOfDay(LocalTime.of(20, 0), LocalTime.of(6, 0))))
                .review("treasury", Condition.windowOver("receivers", 4), Condition.amountOver(Money.ofMinor(900, USD)))
                .review("night", Condition.windowOver("night", often))
                .deny("closed", Condition.corridor("US", "XX"))
                .build();
    }

    private void next() {
        int choice = random.nextInt(10);
        if (choice == 0 && !undoable.isEmpty()) {
            String decision = undoable.get(random.nextInt(undoable.size()));
            Money rest = Objects.requireNonNull(left.get(decision));
            Money undone = random.nextBoolean() ? rest : Money.ofMinor(1 + random.nextLong(rest.minor()), USD);
            core.commits().run(access("edge"), new Asked.Undo(decision, undone));
            left.put(decision, rest.minus(undone));
            if (undone.equals(rest)) {
                undoable.remove(decision);
            }
        } else if (choice == 1 && !waiting.isEmpty()) {
            resume(waiting.remove(random.nextInt(waiting.size())));
        } else {
            keys++;
            Question question = new Question(acme, "service:edge", proposal(), "key-" + keys, null);
            Asked.Told told = core.commits().run(access("edge"), new Asked.Ask(work, question));
            done(told.record(), told.record().decision().isAccepted());
            if (!told.caseId().isEmpty()) {
                waiting.add(told);
            }
        }
    }

    /** Persons agree, and it is asked once more; some of it cannot be done then. */
    private void resume(Asked.Told held) {
        Reviews reviews = new Reviews(core.handle(access("cleo")));
        keys++;
        String seen = reviews.find(held.caseId()).orElseThrow().decision();
        reviews.approve(held.caseId(), seen, "agree-" + keys).orElseThrow();
        Question question = new Question(
                acme,
                "service:edge",
                held.record().decision().facts().proposal(),
                "key-" + keys,
                held.record().id());
        boolean counted = random.nextInt(5) > 0;
        DecisionRecord record = core.commits()
                .run(access("edge"), new Asked.Resume(work, question, held.caseId(), counted))
                .decision();
        if (record != null) {
            done(record, record.goesOn() && counted);
        }
    }

    private void done(DecisionRecord record, boolean counted) {
        if (counted) {
            undoable.add(record.id());
            left.put(record.id(), record.decision().facts().proposal().amount());
        }
    }

    private Proposal proposal() {
        String to = random.nextInt(20) == 0 ? "XX" : "DE";
        return Proposal.of("transfer", Money.ofMinor(1 + random.nextInt(1_500), USD))
                .from("customer:" + random.nextInt(4), Map.of())
                .to("merchant:" + random.nextInt(12), Map.of())
                .countries(Corridor.of("US", to));
    }

    private Access access(String actor) {
        return new Access(acme, new Actor(Actor.Kind.OPERATOR, actor, Set.of(Permission.ALL)));
    }

    private Policies policies(String actor) {
        return new Policies(core.handle(access(actor)), work);
    }

    private int draft(Policy policy) {
        keys++;
        return policies("author")
                .draft(policy, "draft-" + keys)
                .orElseThrow()
                .ref()
                .version();
    }

    private void publish(Policy policy) {
        int version = draft(policy);
        String hash = policies("author")
                .analyse("transfer", version, "analyse")
                .orElseThrow()
                .hash();
        policies("approver").approve("transfer", version, hash, "approve").orElseThrow();
        policies("approver").publish("transfer", version, "publish").orElseThrow();
    }

    @Test
    void theSameRulesChangeNothing() {
        int version = draft(policy(6_000, 9));
        for (Duration after : List.of(Duration.ZERO, Duration.ofDays(3), Duration.ofDays(10), Duration.ofHours(250))) {
            BacktestReport report = policies("author").backtest("transfer", version, BEGIN.plus(after), now);
            assertThat(report.decisions()).isGreaterThan(200);
            assertThat(report.count(Verdict.DENIED, Verdict.DENIED)).isGreaterThan(20);
            assertThat(report.count(Verdict.REVIEW, Verdict.REVIEW)).isGreaterThan(20);
            assertThat(report.different()).as(report.text()).isZero();
            assertThat(report.resumed()).isZero();
            assertThat(report.first()).isEmpty();
            assertThat(report.byRule()).allSatisfy(BacktestTest::isTheSameRule);
        }
    }

    private static void isTheSameRule(Line line) {
        String[] rules = line.group().split(">", -1);
        assertThat(rules[0]).isEqualTo(rules[1]);
    }

    @Test
    void otherCapsChangeWhatAPlainRecomputationChanges() {
        for (long[] caps : new long[][] {{3_000, 9}, {9_000, 12}, {6_000, 4}, {4_000, 20}}) {
            Policy policy = policy(caps[0], caps[1]);
            int version = draft(policy);
            Instant from = BEGIN.plus(Duration.ofDays(5));
            BacktestReport report = policies("author").backtest("transfer", version, from, now.plusSeconds(1));
            NaiveBacktest naive = new NaiveBacktest(policy, from);
            core.journal(access("edge")).after(0, 10_000).forEach(naive::apply);
            agrees(report, naive);
            assertThat(report.different()).isGreaterThan(10);
        }
    }

    private static void agrees(BacktestReport report, NaiveBacktest naive) {
        assertThat(report.decisions()).isEqualTo(naive.compared().size());
        assertThat(report.resumed()).isEqualTo(naive.skipped().size());
        Map<String, Long> counts = new HashMap<>();
        List<String> told = new ArrayList<>();
        naive.compared().forEach(line -> {
            String[] parts = line.split(" ", -1);
            counts.merge(parts[1] + ">" + parts[2], 1L, Long::sum);
            if (!parts[1].equals(parts[2])) {
                told.add(line);
            }
        });
        for (Verdict live : Verdict.values()) {
            for (Verdict own : Verdict.values()) {
                assertThat(report.count(live, own)).isEqualTo(counts.getOrDefault(live + ">" + own, 0L));
                assertThat(report.first().stream()
                                .filter(first -> first.live() == live && first.own() == own)
                                .map(BacktestTest::line))
                        .containsExactlyElementsOf(told.stream()
                                .filter(line -> line.contains(" " + live + " " + own + " "))
                                .limit(BacktestReport.MAX_FIRST)
                                .toList());
            }
        }
        assertThat(report.different()).isEqualTo(told.size());
    }

    private static String line(Difference difference) {
        return difference.decision() + " " + difference.live() + " " + difference.own() + " by " + difference.ownBy();
    }

    @Test
    void allListsTellAllDecisions() {
        int version = draft(policy(3_000, 12));
        BacktestReport report = policies("author").backtest("transfer", version, BEGIN, now);
        for (List<Line> lines : List.of(report.byAsset(), report.byCorridor(), report.byRule())) {
            assertThat(lines.stream().mapToLong(Line::count).sum()).isEqualTo(report.decisions());
            assertThat(lines.stream().map(Line::sumMinor).reduce(BigInteger.ZERO, BigInteger::add))
                    .isEqualTo(report.byAsset().stream().map(Line::sumMinor).reduce(BigInteger.ZERO, BigInteger::add));
        }
        assertThat(report.byCorridor()).extracting(Line::group).contains("US>DE", "US>XX");
        assertThat(report.byRule()).extracting(Line::group).contains("->daily", "closed>closed");
        BacktestReport again = policies("author").backtest("transfer", version, BEGIN, now);
        assertThat(again.json()).isEqualTo(report.json()).contains("\"different\":" + report.different());
        assertThat(report.text())
                .startsWith("transfer/" + version + " from " + BEGIN + " to " + now + ": " + report.different())
                .contains("accepted > denied")
                .contains(report.first().get(0).decision());
    }

    @Test
    void aTimeThatEndsBeforeItBeginsIsRefused() {
        int version = draft(policy(1, 1));
        assertThatThrownBy(() -> policies("author").backtest("transfer", version, now, now))
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_WINDOW));
    }
}
