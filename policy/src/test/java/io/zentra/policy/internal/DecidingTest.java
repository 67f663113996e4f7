package io.zentra.policy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.policy.Decision;
import io.zentra.policy.Facts;
import io.zentra.policy.Fired;
import io.zentra.policy.Policy;
import io.zentra.policy.RuleResult;
import io.zentra.policy.Verdict;
import io.zentra.policy.WindowReading;
import io.zentra.policy.internal.NaivePolicy.Told;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The compiled policy says what the plainest reading of the rules says, on many generated policies and operations. */
class DecidingTest {
    private static final int POLICIES = 2_000;
    private static final int OPERATIONS = 25;

    @Test
    void decidesAsThePlainReadingDoes() {
        Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
        for (int seed = 0; seed < POLICIES; seed++) {
            PolicyGenerator generator = new PolicyGenerator(seed);
            Policy policy = generator.policy();
            CompiledPolicy compiled = CompiledPolicy.of(policy, 1);
            for (int i = 0; i < OPERATIONS; i++) {
                Decision decision = check(generator, compiled, seed);
                seen.merge(decision.verdict(), 1, Integer::sum);
            }
        }
        assertThat(seen)
                .hasSize(3)
                .allSatisfy((verdict, count) -> assertThat(count).isGreaterThan(1_000));
    }

    private static Decision check(PolicyGenerator generator, CompiledPolicy compiled, int seed) {
        Facts facts = generator.facts();
        Policy policy = compiled.policy();
        Map<String, Long> windows = new HashMap<>();
        List<WindowReading> readings = new ArrayList<>();
        NaivePolicy unread = new NaivePolicy(policy, facts, Map.of());
        policy.windows().forEach((name, measure) -> {
            if (unread.counts(measure)) {
                long value = generator.windowValue();
                windows.put(name, value);
                readings.add(new WindowReading(name, facts.at(), 0, value));
            }
        });
        Selection selection = compiled.select(facts);
        assertThat(selection.counting().stream().map(Counted::name))
                .as("windows of seed %s for %s", seed, facts)
                .containsExactlyElementsOf(
                        readings.stream().map(WindowReading::window).toList());

        Decision decision = selection.decide(readings);

        Told told = new NaivePolicy(policy, facts, windows).told();
        assertThat(new Told(
                        decision.verdict(),
                        decision.reason(),
                        decision.decidedBy(),
                        decision.fired().stream().map(Fired::rule).toList(),
                        decision.score()))
                .as("seed %s: %s for %s with %s", seed, policy.json(), facts, windows)
                .isEqualTo(told);
        explains(compiled, decision, told);
        return decision;
    }

    /** The rules that are explained as applying are those that did. */
    private static void explains(CompiledPolicy compiled, Decision decision, Told told) {
        assertThat(new Explaining(compiled, decision)
                        .results().stream().filter(RuleResult::applies).map(RuleResult::rule))
                .containsExactlyElementsOf(told.fired());
    }
}
