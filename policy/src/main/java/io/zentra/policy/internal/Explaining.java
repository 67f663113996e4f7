package io.zentra.policy.internal;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.policy.Condition;
import io.zentra.policy.Decision;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.Fired;
import io.zentra.policy.Rule;
import io.zentra.policy.RuleResult;
import io.zentra.policy.RuleResult.ConditionResult;
import io.zentra.policy.Step;
import io.zentra.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decision found of every rule, those that did not apply too. */
public final class Explaining {
    private final CompiledPolicy compiled;
    private final Decision decision;
    private final Situation situation;
    private final Definitions definitions;

    /** Explains a decision of this version. */
    public Explaining(CompiledPolicy compiled, Decision decision) {
        this.compiled = compiled;
        this.decision = decision;
        this.situation = compiled.select(decision.facts()).situation(decision.windows());
        this.definitions = new Definitions(compiled.policy().definitions());
    }

    /** The results of all rules, in the order of the policy. */
    public List<RuleResult> results() {
        List<RuleResult> results = new ArrayList<>();
        String last = lastStep();
        boolean reached = true;
        for (Step step : compiled.policy().steps()) {
            for (Rule rule : step.rules()) {
                results.add(result(rule, step.name(), reached || rule.then() instanceof Effect.Route));
            }
            reached &= !step.name().equals(last);
        }
        return results;
    }

    /** The step that ended all; null when none did. */
    private @Nullable String lastStep() {
        boolean endedByScore = decision.verdict() == Verdict.DENIED && Decision.BY_SCORE.equals(decision.decidedBy());
        String last = null;
        for (Fired fired : decision.fired()) {
            boolean ends = fired.effect() instanceof Effect.Deny || fired.effect() instanceof Effect.Accept;
            boolean scores = fired.effect() instanceof Effect.Score;
            last = ends || (endedByScore && scores) ? fired.step() : last;
        }
        return last;
    }

    private RuleResult result(Rule rule, String step, boolean reached) {
        List<ConditionResult> conditions =
                rule.when().stream().map(this::result).toList();
        boolean applies = conditions.stream().allMatch(ConditionResult::met);
        return new RuleResult(rule.id(), step, reached, reached && applies, conditions);
    }

    private ConditionResult result(Condition condition) {
        List<Condition> flat = definitions.flat(List.of(condition));
        List<Closures.Test> tests = compiled.closures().all(flat);
        return new ConditionResult(
                new String(CanonicalJson.bytes(json -> PolicyText.write(json, condition)), StandardCharsets.UTF_8),
                operand(condition),
                Closures.areAllMet(tests, situation),
                Bound.least(Bound.of(flat, compiled.windows()), situation));
    }

    private @Nullable String operand(Condition condition) {
        Facts facts = decision.facts();
        if (condition instanceof Condition.In in) {
            return facts.text(in.field());
        }
        if (condition instanceof Condition.StartsWith starts) {
            return facts.text(starts.field());
        }
        if (condition instanceof Condition.Present present) {
            return facts.text(present.field());
        }
        if (condition instanceof Condition.AmountWithin) {
            return facts.proposal().amount().toString();
        }
        if (condition instanceof Condition.WindowWithin within) {
            return decision.windows().stream()
                    .filter(reading -> reading.window().equals(within.window()))
                    .map(reading -> String.valueOf(reading.after()))
                    .findFirst()
                    .orElse(null);
        }
        if (condition instanceof Condition.Weekday || condition instanceof Condition.TimeOfDay) {
            return facts.local().toString();
        }
        return condition instanceof Condition.Between ? facts.at().toString() : null;
    }
}
