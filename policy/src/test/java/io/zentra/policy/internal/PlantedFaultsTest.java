package io.zentra.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Analysis;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Decision;
import io.zentra.policy.Effect;
import io.zentra.policy.Effect.Route.Verb;
import io.zentra.policy.Field;
import io.zentra.policy.Finding;
import io.zentra.policy.Finding.Kind;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyBuilder;
import io.zentra.policy.RailChoice;
import io.zentra.policy.Rule;
import io.zentra.policy.Step;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Faults that are put into generated policies are found, each with its place and an operation that shows it. */
class PlantedFaultsTest {
    private static final int POLICIES = 60;
    private static final Asset USD = Asset.iso("USD");
    private static final Asset EUR = Asset.iso("EUR");
    private static final Map<String, Condition> DEFINITIONS =
            Map.of("big", amount(USD, 1_000, Long.MAX_VALUE), "small", amount(USD, 0, 999));
    private static final Map<String, Measure> WINDOWS = Map.of(
            "daily", Measure.sum(USD).per(Field.SOURCE),
            "often", Measure.count().per(Field.SOURCE),
            "never", Measure.count().where(Condition.is(Field.SCOPE, "a"), Condition.is(Field.SCOPE, "b")));

    /** Lists of conditions that no operation meets; the last is the one that leaves none. */
    private static Map<String, List<Condition>> contradictions() {
        Field channel = Field.metadata("channel");
        Instant monday = Instant.parse("2026-01-05T12:00:00Z");
        Map<String, List<Condition>> all = new TreeMap<>();
        all.put("values", List.of(Condition.is(channel, "a", "b"), Condition.is(channel, "c")));
        all.put("values that none can have", List.of(Condition.is(Field.COUNTRY_TO, "us")));
        all.put("beginnings that none can have", List.of(Condition.startsWith(Field.ASSET, "usd")));
        all.put("amounts", List.of(amount(USD, 0, 10), amount(USD, 11, 20)));
        all.put("assets", List.of(amount(USD, 0, 10), amount(EUR, 0, 10)));
        all.put("asset and amount", List.of(Condition.is(Field.ASSET, "EUR"), amount(USD, 0, 10)));
        all.put(
                "all but a hole",
                List.of(amount(USD, 5, 9), Condition.not(Condition.any(amount(USD, 0, 6), amount(USD, 7, 30)))));
        all.put("windows", List.of(window("often", 20, 30), window("often", 5, 19)));
        all.put("a window of another asset", List.of(window("daily", 1, 30), amount(EUR, 0, 10)));
        all.put("a window below the amount", List.of(amount(USD, 31, 90), window("daily", 1, 30)));
        all.put("a window below one", List.of(window("often", 0, 0)));
        all.put("times of day", List.of(time(8, 10), time(10, 12)));
        all.put("times over midnight", List.of(time(22, 6), time(6, 22)));
        all.put(
                "weekdays",
                List.of(Condition.weekday(DayOfWeek.MONDAY, DayOfWeek.TUESDAY), Condition.weekday(DayOfWeek.FRIDAY)));
        all.put(
                "no weekday",
                List.of(
                        Condition.not(Condition.weekday(DayOfWeek.MONDAY)),
                        Condition.not(Condition.not(Condition.weekday(DayOfWeek.MONDAY)))));
        all.put("times", List.of(Condition.between(monday, null), Condition.between(null, monday)));
        all.put(
                "a day that is none of those",
                List.of(Condition.between(monday, monday.plusSeconds(3_600)), Condition.weekday(DayOfWeek.THURSDAY)));
        all.put("present", List.of(Condition.present(channel), Condition.not(Condition.present(channel))));
        all.put(
                "value of what is not there",
                List.of(Condition.not(Condition.present(channel)), Condition.is(channel, "a")));
        all.put("beginnings", List.of(Condition.startsWith(channel, "ab"), Condition.startsWith(channel, "ac")));
        all.put(
                "beginning and value",
                List.of(Condition.is(channel, "ab", "abc"), Condition.not(Condition.startsWith(channel, "ab"))));
        all.put(
                "one end of a corridor",
                List.of(Condition.present(Field.COUNTRY_FROM), Condition.not(Condition.present(Field.COUNTRY_TO))));
        all.put(
                "attribute without account",
                List.of(Condition.not(Condition.present(Field.SOURCE)), Condition.is(Field.source("level"), "a")));
        all.put("kind", List.of(Condition.is(Field.KIND, "another")));
        all.put(
                "actor of another kind",
                List.of(Condition.is(Field.ACTOR_KIND, "user"), Condition.is(Field.ACTOR, "service:edge")));
        all.put("definitions", List.of(new Condition.Use("big"), new Condition.Use("small")));
        all.put(
                "nested",
                List.of(
                        Condition.any(Condition.is(channel, "a"), Condition.is(channel, "b")),
                        Condition.not(Condition.any(Condition.startsWith(channel, "b"), Condition.is(channel, "a")))));
        all.put(
                "alternatives",
                List.of(
                        Condition.any(
                                Condition.all(Condition.is(channel, "a"), time(1, 2)),
                                Condition.all(Condition.is(channel, "b"), time(3, 4))),
                        Condition.any(
                                Condition.all(Condition.is(channel, "a"), time(3, 4)),
                                Condition.all(Condition.is(channel, "b"), time(1, 2)))));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> findsContradictions() {
        return contradictions().entrySet().stream()
                .map(planted -> DynamicTest.dynamicTest(
                        planted.getKey(),
                        () -> eachPolicy((policy, seed) -> {
                            List<Condition> when = planted.getValue();
                            Policy with = with(policy, rule("planted", new Effect.Score(1, null), when));
                            Finding finding = finding(with, "planted", seed);
                            assertThat(finding.kind()).isEqualTo(Kind.CONTRADICTION);
                            assertThat(finding.path()).isEqualTo("$.steps[0].rules[0].when[" + (when.size() - 1) + "]");
                        })));
    }

    /** A rule after one that asks for less is told, whatever they ask for. */
    @Test
    void findsShadowedRules() {
        eachPolicy((policy, seed) -> {
            List<Condition> less = rules(policy).get(0).when();
            List<Condition> more = new ArrayList<>(less);
            more.add(Condition.is(Field.metadata("more"), "yes"));
            for (Effect effect : List.of(new Effect.Deny("no"), new Effect.Review("lane"), new Effect.Accept())) {
                Policy with =
                        with(policy, rule("first", new Effect.Deny("first"), less), rule("planted", effect, more));
                Finding finding = finding(with, "planted", seed);
                if (finding.kind() != Kind.SHADOWED) { // the generated conditions are met by nothing already
                    assertThat(finding(with, "first", seed).kind()).isEqualTo(finding.kind());
                    continue;
                }
                assertThat(finding.kind()).isEqualTo(Kind.SHADOWED);
                assertThat(finding.path()).isEqualTo("$.steps[0].rules[1]");
                assertThat(finding.rules()).containsExactly("planted", "first");
                assertThat(AnalyserTest.decided(with, finding).decidedBy()).isEqualTo("first");
            }
        });
    }

    @Test
    void findsARuleThatSeveralTogetherStandBefore() {
        Field channel = Field.metadata("channel");
        eachPolicy((policy, seed) -> {
            Policy with = with(
                    policy,
                    rule("first", new Effect.Deny("no"), List.of(Condition.is(channel, "a"))),
                    rule("second", new Effect.Deny("no"), List.of(Condition.startsWith(channel, "b"))),
                    rule("planted", new Effect.Review("lane"), List.of(Condition.is(channel, "a", "b", "bc"))),
                    rule("needed", new Effect.Review("lane"), List.of(Condition.is(channel, "a", "c"))));
            Finding finding = finding(with, "planted", seed);
            assertThat(finding.kind()).isEqualTo(Kind.SHADOWED);
            assertThat(finding.rules()).containsExactlyInAnyOrder("planted", "first", "second");
            assertThat(AnalyserTest.decided(with, finding).decidedBy()).isIn("first", "second");
            assertThat(Analyser.analyse(with).findings())
                    .noneMatch(other -> other.kind().isError() && other.rules().indexOf("needed") == 0);
        });
    }

    @Test
    void findsAllRulesBehindAStepThatAlwaysEnds() {
        eachPolicy((policy, seed) -> {
            Condition night = time(22, 6);
            Policy with = with(
                    policy,
                    rule("night", new Effect.Deny("night"), List.of(night)),
                    rule("rest", new Effect.Accept(), List.of(Condition.not(night))));
            List<Finding> findings = Analyser.analyse(with).findings();
            for (Rule rule : rules(policy)) {
                if (!(rule.then() instanceof Effect.Route)) {
                    assertThat(findings)
                            .as("seed %s: %s", seed, with.json())
                            .anyMatch(finding -> finding.rules().indexOf(rule.id()) == 0
                                    && (finding.kind() == Kind.UNREACHABLE || finding.kind() == Kind.CONTRADICTION));
                }
            }
            List<String> deciding = new ArrayList<>(List.of("night", "rest", RailChoice.CORRIDORS)); // rails come last
            rules(policy).stream()
                    .filter(rule -> rule.then() instanceof Effect.Route)
                    .forEach(rule -> deciding.add(rule.id()));
            findings.stream()
                    .filter(finding -> finding.kind() == Kind.UNREACHABLE)
                    .filter(finding -> finding.rules().size() > 1)
                    .forEach(finding -> assertThat(
                                    AnalyserTest.decided(with, finding).decidedBy())
                            .as("seed %s: %s", seed, finding)
                            .isIn(deciding));
        });
    }

    @Test
    void findsRulesOfWindowsThatCountNothing() {
        eachPolicy((policy, seed) -> {
            Policy with = with(policy, rule("planted", new Effect.Deny("no"), List.of(window("never", 1, 10))));
            Finding finding = finding(with, "planted", seed);
            assertThat(finding.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(AnalyserTest.decided(with, finding).decidedBy()).isNotEqualTo("planted");
            assertThat(finding.rules()).containsExactly("planted");
        });
    }

    @Test
    void findsBandsThatNoPointsReach() {
        PolicyBuilder policy = Policy.named("transfer");
        for (String level : List.of("a", "b", "c")) {
            policy.score("level-" + level, 40, Condition.is(Field.source("level"), level));
        }
        policy.score("night", 30, time(22, 6)).score("trusted", -100, Condition.is(Field.SCOPE, "trusted"));
        policy.score("nobody", 500, time(1, 2), time(3, 4));
        policy.band(70, new Effect.Review("risk")).band(71, new Effect.Deny("risk"));
        List<Finding> findings = Analyser.analyse(policy.build()).findings();
        assertThat(findings).extracting(Finding::path).containsExactly("$.steps[0].rules[5].when[1]", "$.bands[1]");
        assertThat(findings.get(1).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(AnalyserTest.decided(policy.build(), findings.get(1)).score())
                .as("the most that an operation comes to")
                .isEqualTo(70);
    }

    @Test
    void findsRailsThatAreClosed() {
        Condition toMexico = Condition.corridor("US", "MX");
        Policy policy = Policy.named("transfer")
                .countries("sepa", Corridor.of("DE", "FR"))
                .countries("wire", Corridor.of("US", Corridor.ANY))
                .rule(route("cheap", Verb.PREFER, List.of("sepa", "wire"), toMexico))
                .rule(route("broken", Verb.FORBID, List.of("card")))
                .rule(route("cards", Verb.ALLOW, List.of("wire", "card"), Condition.is(Field.SCOPE, "shop")))
                .build();
        List<Finding> findings = Analyser.analyse(policy).findings();
        assertThat(findings)
                .extracting(Finding::kind, Finding::path, Finding::rules)
                .containsExactly(
                        tuple(Kind.CLOSED_RAIL, "$.steps[0].rules[2].then.route.allow[1]", List.of("broken")),
                        tuple(Kind.CLOSED_RAIL, "$.steps[0].rules[0].then.route.prefer[0]", List.of("cheap")));
        findings.forEach(finding -> AnalyserTest.shows(policy, finding, ""));
    }

    @Test
    void findsCorridorsThatAreMissing() {
        Policy policy = Policy.named("transfer")
                .countries("wire", Corridor.of("US", "MX"), Corridor.of("US", "BR"))
                .countries("sepa", Corridor.of("DE", "FR"))
                .rule(route("no-brazil", Verb.FORBID, List.of("wire"), Condition.is(Field.COUNTRY_TO, "BR")))
                .score("far", 10, Condition.is(Field.COUNTRY_FROM, "US"), Condition.is(Field.COUNTRY_TO, "BR", "MX"))
                .score("farther", 20, Condition.corridor("US", "JP"))
                .deny("closed", Condition.corridor("US", "XX"))
                .build();
        List<Finding> findings = Analyser.analyse(policy).findings();
        assertThat(findings)
                .extracting(Finding::kind, Finding::path, Finding::rules)
                .containsExactly(
                        tuple(Kind.MISSING_CORRIDOR, "$.steps[0].rules[1]", List.of("far", "no-brazil")),
                        tuple(Kind.MISSING_CORRIDOR, "$.steps[0].rules[2]", List.of("farther")));
        assertThat(findings.stream().map(finding -> AnalyserTest.decided(policy, finding)))
                .extracting(Decision::reason)
                .containsExactly(Decision.NO_RAIL, Decision.CORRIDOR_CLOSED);
        assertThat(Analyser.analyse(policy).hasErrors()).isFalse();
    }

    @Test
    void findsRoutingThatChangesNothing() {
        Policy policy = Policy.named("transfer")
                .rule(route("first", Verb.ALLOW, List.of("a", "b")))
                .rule(route("wider", Verb.ALLOW, List.of("a", "b", "c"), Condition.is(Field.SCOPE, "x")))
                .rule(route("elsewhere", Verb.FORBID, List.of("d"), Condition.is(Field.SCOPE, "x")))
                .rule(route("needed", Verb.FORBID, List.of("a"), Condition.is(Field.SCOPE, "x")))
                .build();
        assertThat(Analyser.analyse(policy).findings().stream().filter(finding -> finding.kind() == Kind.SHADOWED))
                .extracting(finding -> finding.rules().get(0))
                .containsExactly("wider", "elsewhere");
    }

    /** The faults are found among the most rules that a policy may have, within the time of a build under load. */
    @Test
    @Timeout(60)
    void findsThemAmongFiveThousandRules() {
        PolicyBuilder policy = Policy.named("transfer").countries("wire", Corridor.of("US", "MX"));
        for (int i = 0; i < Policy.MAX_RULES - 2; i++) {
            Condition who = Condition.is(Field.SOURCE, "customer:" + i % 1_000);
            Condition how = Condition.any(Condition.is(Field.metadata("channel"), "c" + i), time(i % 24, (i + 1) % 24));
            Condition when = Condition.between(Instant.EPOCH.plusSeconds(i), null);
            policy.review("rule-" + i, who, how, when, Condition.amountAtLeast(Money.ofMinor(i, USD)));
        }
        policy.review("contradiction", Condition.is(Field.SCOPE, "a"), Condition.is(Field.SCOPE, "b"));
        policy.review("shadowed", rulesOf(policy, 17));
        assertThat(Analyser.analyse(policy.build()).findings())
                .extracting(finding -> finding.rules().get(0))
                .containsExactly("contradiction", "shadowed");
    }

    /** What cannot be settled soon is given up, and told: eight pigeons for seven holes, five hundred times. */
    @Test
    @Timeout(60)
    void givesUpWhatTakesTooLong() {
        List<Condition> puzzle = new ArrayList<>();
        for (int pigeon = 0; pigeon < 8; pigeon++) {
            List<Condition> holes = new ArrayList<>();
            for (int hole = 0; hole < 7; hole++) {
                holes.add(Condition.is(Field.metadata("hole" + hole), "pigeon" + pigeon));
            }
            puzzle.add(Condition.any(holes.toArray(Condition[]::new)));
        }
        PolicyBuilder policy = Policy.named("transfer");
        policy.deny("contradiction", Condition.is(Field.SCOPE, "a"), Condition.is(Field.SCOPE, "b"));
        for (int i = 0; i < 500; i++) {
            policy.deny("puzzle-" + i, puzzle.toArray(Condition[]::new));
        }
        Analysis analysis = Analyser.analyse(policy.build());
        assertThat(analysis.findings())
                .extracting(Finding::kind, finding -> finding.rules().get(0))
                .containsExactly(tuple(Kind.CONTRADICTION, "contradiction"), tuple(Kind.UNSETTLED, "puzzle-0"));
        assertThat(analysis.findings().get(1).message()).endsWith(": 500");
    }

    /** More rules than are excluded one by one stand before the last one, all of them together. */
    @Test
    void tellsThatItGaveUpWhereManyStandBeforeTogether() {
        PolicyBuilder policy = Policy.named("transfer");
        int last = Analysed.MAX_ROUNDS + 1;
        for (int i = 0; i <= last; i++) {
            policy.deny("part-" + i, amount(USD, 10L * i, i == last ? Long.MAX_VALUE : 10L * i + 9));
        }
        policy.deny("whole", amount(USD, 0, Long.MAX_VALUE));
        Analysis analysis = Analyser.analyse(policy.build());
        assertThat(analysis.findings())
                .extracting(Finding::kind, Finding::rules)
                .containsExactly(tuple(Kind.UNSETTLED, List.of("whole")));
        assertThat(analysis.hasErrors()).isFalse();
    }

    private interface Check {
        void check(Policy policy, int seed);
    }

    private static void eachPolicy(Check check) {
        for (int seed = 0; seed < POLICIES; seed++) {
            check.check(new PolicyGenerator(seed).policy(), seed);
        }
    }

    /** A policy with a step of these rules before all others. */
    private static Policy with(Policy policy, Rule... planted) {
        List<Step> steps = new ArrayList<>(List.of(new Step("planted", List.of(planted))));
        steps.addAll(policy.steps());
        Map<String, Condition> definitions = new TreeMap<>(policy.definitions());
        definitions.putAll(DEFINITIONS);
        Map<String, Measure> windows = new TreeMap<>(policy.windows());
        windows.putAll(WINDOWS);
        return new Policy(policy.name(), definitions, windows, steps, policy.bands(), policy.corridors());
    }

    private static Finding finding(Policy policy, String rule, int seed) {
        List<Finding> found = Analyser.analyse(policy).findings().stream()
                .filter(finding -> finding.rules().indexOf(rule) == 0)
                .toList();
        assertThat(found).as("seed %s: %s", seed, policy.json()).hasSize(1);
        AnalyserTest.shows(policy, found.get(0), "seed " + seed);
        return found.get(0);
    }

    private static List<Rule> rules(Policy policy) {
        return policy.steps().stream().flatMap(step -> step.rules().stream()).toList();
    }

    private static Condition[] rulesOf(PolicyBuilder policy, int rule) {
        return rules(policy.build()).get(rule).when().toArray(Condition[]::new);
    }

    private static Rule rule(String id, Effect then, List<Condition> when) {
        return new Rule(id, when, then);
    }

    private static Rule route(String id, Verb verb, List<String> rails, Condition... when) {
        return Rule.of(id, new Effect.Route(verb, rails), when);
    }

    private static Condition amount(Asset asset, long min, long max) {
        return new Condition.AmountWithin(asset, min, max);
    }

    private static Condition window(String name, long min, long max) {
        return new Condition.WindowWithin(name, min, max);
    }

    private static Condition time(int from, int to) {
        return Condition.timeOfDay(LocalTime.of(from, 0), LocalTime.of(to, 0));
    }
}
