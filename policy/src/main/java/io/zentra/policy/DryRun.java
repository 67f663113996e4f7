package io.zentra.policy;

import io.zentra.policy.internal.CompiledPolicy;
import io.zentra.policy.internal.Counted;
import io.zentra.policy.internal.Explaining;
import io.zentra.policy.internal.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A policy asked without a runtime, for tests of policies: nothing is recorded and nothing is counted. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * DryRun run = DryRun.of(policy);
 * Decision decision = run.decide(facts, Map.of("daily_out", 4_900_000L));
 * }</pre>
 */
public final class DryRun {
    private static final int NO_VERSION = 0;

    private final CompiledPolicy compiled;

    private DryRun(CompiledPolicy compiled) {
        this.compiled = compiled;
    }

    /** Makes a policy ready; it takes some milliseconds for a thousand rules. */
    public static DryRun of(Policy policy) {
        return new DryRun(CompiledPolicy.of(policy, NO_VERSION));
    }

    /**
     * Decides about an operation.
     *
     * @param before what windows came to before the operation, by their names, in minor units or as a number; 0 for those
     *     that are left out. Of distinct values it is what they come to with the operation
     */
    public Decision decide(Facts facts, Map<String, Long> before) {
        Selection selection = compiled.select(facts);
        List<Counted> counting = selection.counting();
        if (counting.isEmpty()) {
            return selection.decide(List.of());
        }
        List<WindowReading> readings = new ArrayList<>(counting.size());
        for (Counted window : counting) {
            readings.add(window.reading(facts, before.getOrDefault(window.name(), 0L)));
        }
        return selection.decide(readings);
    }

    /** What a decision of this policy found of every rule. */
    public List<RuleResult> explain(Decision decision) {
        return new Explaining(compiled, decision).results();
    }
}
