package io.zentra.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zentra.policy.Condition;
import io.zentra.policy.Decision;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.Finding;
import io.zentra.policy.Finding.Kind;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.Rule;
import io.zentra.policy.ScoreBand;
import io.zentra.policy.Step;
import io.zentra.policy.WindowReading;
import io.zentra.policy.internal.NaivePolicy.Told;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is told of generated policies is so: leaving out what is at fault changes no decision, and examples show it. */
class AnalyserTest {
    private static final int POLICIES = 600;
    private static final int OPERATIONS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a plain reading says to an operation. */
    private record Case(Facts facts, Map<String, Long> windows) {
        NaivePolicy on(Policy policy) {
            return new NaivePolicy(policy, facts, windows);
        }

        List<Object> decided(Policy policy) {
            Told told = on(policy).told();
            return Arrays.asList(told.verdict(), told.reason(), told.by());
        }
    }

    @Test
    void whatIsAtFaultDecidesNothing() {
        Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
        for (int seed = 0; seed < POLICIES; seed++) {
            PolicyGenerator generator = new PolicyGenerator(seed);
            Policy policy = generator.policy();
            List<Case> cases = new ArrayList<>();
            for (int i = 0; i < OPERATIONS; i++) {
                cases.add(next(generator, policy));
            }
            for (Finding finding : Analyser.analyse(policy).findings()) {
                seen.merge(finding.kind(), 1, Integer::sum);
                shows(policy, finding, "seed " + seed);
                if (finding.kind().isError()) {
                    Policy without = without(policy, finding);
                    for (Case one : cases) {
                        assertThat(one.decided(without))
                                .as("seed %s, %s of %s for %s", seed, finding, policy.json(), one)
                                .isEqualTo(one.decided(policy));
                    }
                }
            }
        }
        assertThat(seen.keySet()).contains(Kind.CONTRADICTION, Kind.SHADOWED, Kind.UNREACHABLE, Kind.CLOSED_RAIL);
        assertThat(seen.get(Kind.SHADOWED)).isGreaterThan(50);
    }

    @Test
    void tellsTheSameEachTime() {
        for (int seed = 0; seed < 100; seed++) {
            Policy policy = new PolicyGenerator(seed).policy();
            assertThat(Analyser.analyse(Policy.parse(policy.json())).hash())
                    .isEqualTo(Analyser.analyse(policy).hash());
        }
    }

    private static Case next(PolicyGenerator generator, Policy policy) {
        Facts facts = generator.facts();
        Map<String, Long> windows = new HashMap<>();
        NaivePolicy unread = new NaivePolicy(policy, facts, Map.of());
        policy.windows().forEach((name, measure) -> {
            if (unread.counts(measure)) {
                windows.put(name, own(measure, facts) + generator.windowValue());
            }
        });
        return new Case(facts, windows);
    }

    private static long own(Measure measure, Facts facts) {
        return measure.kind() == Measure.Kind.SUM ? facts.proposal().amount().minor() : 1;
    }

    /** The policy without the rule or the band at fault. */
    private static Policy without(Policy policy, Finding finding) {
        List<Step> steps = new ArrayList<>();
        List<ScoreBand> bands = new ArrayList<>(policy.bands());
        for (Step step : policy.steps()) {
            List<Rule> rules = new ArrayList<>(step.rules());
            rules.removeIf(rule -> finding.rules().indexOf(rule.id()) == 0);
            if (rules.isEmpty()) {
                rules.add(Rule.of("nothing-" + step.name(), new Effect.Score(0, null)));
            }
            steps.add(new Step(step.name(), rules));
        }
        bands.removeIf(band -> finding.path().equals("$.bands[" + policy.bands().indexOf(band) + "]"));
        return new Policy(policy.name(), policy.definitions(), policy.windows(), steps, bands, policy.corridors());
    }

    /** The example is what the finding says. */
    static void shows(Policy policy, Finding finding, String of) {
        if (finding.kind() == Kind.UNSETTLED) {
            assertThat(finding.example()).as(of).isEmpty();
            return;
        }
        assertThat(finding.example()).as("%s: example of %s", of, finding).isNotEmpty();
        Case example = read(finding.example());
        Decision decision = decide(CompiledPolicy.of(policy, 1), example);
        String about = of + ": " + finding + " of " + policy.json();
        Rule rule =
                finding.rules().isEmpty() ? null : rule(policy, finding.rules().get(0));
        switch (finding.kind()) {
            case CONTRADICTION -> {
                int last = Integer.parseInt(finding.path().replaceAll(".*when\\[(\\d+)]$", "$1"));
                List<Condition> when = Objects.requireNonNull(rule).when();
                assertThat(when.subList(0, last)).as(about).allMatch(example.on(policy)::isMet);
                assertThat(example.on(policy).isMet(when.get(last))).as(about).isFalse();
            }
            case SHADOWED, UNREACHABLE -> {
                if (rule == null) { // it is a band
                    int band = Integer.parseInt(finding.path().replaceAll("^.*bands\\[(\\d+)]$", "$1"));
                    assertThat(decision.score())
                            .as(about)
                            .isLessThan(policy.bands().get(band).from());
                    return;
                }
                assertThat(decision.decidedBy())
                        .as(about)
                        .isNotEqualTo(finding.rules().get(0));
                if (finding.rules().size() > 1) {
                    assertThat(rule.when()).as(about).allMatch(example.on(policy)::isMet);
                }
            }
            case UNSETTLED -> throw new AssertionError(about);
            case CLOSED_RAIL, MISSING_CORRIDOR -> {
                assertThat(decision.rails().eligible()).as(about).isEmpty();
                assertThat(decision.rails().excluded()).as(about).isNotEmpty();
            }
        }
    }

    private static Rule rule(Policy policy, String id) {
        return policy.steps().stream()
                .flatMap(step -> step.rules().stream())
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Decision decide(CompiledPolicy compiled, Case example) {
        Selection selection = compiled.select(example.facts());
        return selection.decide(selection.counting().stream()
                .map(window -> new WindowReading(
                        window.name(),
                        example.facts().at(),
                        0,
                        Objects.requireNonNull(example.windows().get(window.name()))))
                .toList());
    }

    private static Case read(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            Map<String, Long> windows = new HashMap<>();
            node.path("windows")
                    .properties()
                    .forEach(window ->
                            windows.put(window.getKey(), window.getValue().longValue()));
            return new Case(FactsText.read(node.path("facts")), windows);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(json, malformed);
        }
    }

    /** An example that was decided. */
    static Decision decided(Policy policy, Finding finding) {
        return decide(CompiledPolicy.of(policy, 1), read(finding.example()));
    }
}
