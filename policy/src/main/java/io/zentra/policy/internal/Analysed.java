package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import io.zentra.policy.Finding;
import io.zentra.policy.Policy;
import io.zentra.policy.Rule;
import io.zentra.policy.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A policy under analysis, with what was found so far. Not thread-safe. */
final class Analysed {
    /** The most findings; with so many errors the rest is looked for when they are mended. */
    static final int MAX_FINDINGS = 500;

    /** How many rules may stand before others together. */
    static final int MAX_ROUNDS = 16;

    private final CompiledPolicy compiled;
    private final Literals literals;
    private final Solver solver;
    private final List<AnalysedRule> rules = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * Rules that stand before others.
     *
     * @param rules the rules
     * @param examples operations that each of them meets
     * @param isCertain whether one of them always does; else that was not settled in so many steps
     */
    record Before(List<AnalysedRule> rules, List<Example> examples, boolean isCertain) {}

    Analysed(CompiledPolicy compiled) {
        this.compiled = compiled;
        this.literals = new Literals(compiled.windows());
        this.solver = new Solver(compiled);
        List<Step> steps = compiled.policy().steps();
        for (int i = 0; i < steps.size(); i++) {
            List<Rule> inStep = steps.get(i).rules();
            for (int j = 0; j < inStep.size(); j++) {
                rules.add(rule("$.steps[" + i + "].rules[" + j + "]", inStep.get(j)));
            }
        }
    }

    private AnalysedRule rule(String path, Rule rule) {
        List<Condition> when = resolved(rule.when());
        return new AnalysedRule(rules.size(), path, rule, when, literals.all(when), literals.notAll(when));
    }

    /** Conditions with what they use in place of the names. */
    List<Condition> resolved(List<Condition> conditions) {
        return new Definitions(policy().definitions()).flat(conditions);
    }

    /** Looks for an operation of which all of these are so. */
    Solver.Answer find(List<Condition> conditions) {
        return solver.find(conditions);
    }

    /** That all of these are so, names resolved, as {@link #find} takes it. */
    List<Condition> met(List<Condition> resolved) {
        return literals.all(resolved);
    }

    /** An operation of which all of these are so; if none was found, one of which nothing is asked. */
    @Nullable
    Example nearest(List<Condition> conditions) {
        Example example = find(conditions).example();
        return example == null ? find(List.of()).example() : example;
    }

    /**
     * What stands before all operations of which these are so; null when an operation is left before which nothing does.
     *
     * @param first picks of the rules that an operation meets one that stands before it; below zero for none
     */
    @Nullable
    Before before(List<Condition> conditions, ToIntFunction<BitSet> first) {
        List<AnalysedRule> found = new ArrayList<>();
        List<Example> examples = new ArrayList<>();
        List<Condition> query = new ArrayList<>(conditions);
        for (int round = 0; round <= MAX_ROUNDS; round++) {
            Solver.Answer answer = find(query);
            if (answer.isContradiction()) {
                return new Before(found, examples, true);
            }
            Example example = answer.example();
            if (example == null) {
                break;
            }
            int place = first.applyAsInt(example.meets(compiled));
            if (place < 0) {
                return null;
            }
            found.add(rules.get(place));
            examples.add(example);
            query.add(rules.get(place).unmet());
        }
        return new Before(found, examples, false);
    }

    boolean isFull() {
        return findings.size() >= MAX_FINDINGS;
    }

    void add(Finding.Kind kind, String path, List<String> ids, String message, @Nullable Example example) {
        if (!isFull()) {
            findings.add(new Finding(kind, path, ids, message, example == null ? "" : example.json(compiled)));
        }
    }

    List<Finding> findings() {
        return findings;
    }

    List<AnalysedRule> rules() {
        return rules;
    }

    CompiledPolicy compiled() {
        return compiled;
    }

    Policy policy() {
        return compiled.policy();
    }
}
