package io.zentra.policy.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Identifier;
import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Effect;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.RailCorridors;
import io.zentra.policy.Rule;
import io.zentra.policy.ScoreBand;
import io.zentra.policy.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be so of every policy, whoever makes it. */
public final class PolicyChecks {
    private static final int MAX_STEPS = 64;
    private static final int MAX_DIMENSIONS = 8;
    private static final int MAX_RAILS = 64;
    private static final int MAX_BANDS = 64;
    private static final int MAX_POINTS = 100_000;
    private static final int MAX_ALL_VALUES = 50_000;

    private final Map<String, Condition> definitions;
    private final Definitions resolved;
    private final Map<String, Measure> windows;
    private final Set<String> ruleIds = new HashSet<>();
    private int values;

    private PolicyChecks(Map<String, Condition> definitions, Map<String, Measure> windows) {
        this.definitions = definitions;
        this.resolved = new Definitions(definitions);
        this.windows = windows;
    }

    /**
     * Checks the parts of a policy.
     *
     * @throws ZentraException {@code invalid_policy} with the path of the first fault
     */
    public static void require(
            String name,
            Map<String, Condition> definitions,
            Map<String, Measure> windows,
            List<Step> steps,
            List<ScoreBand> bands,
            List<RailCorridors> corridors) {
        PolicyChecks checks = new PolicyChecks(definitions, windows);
        checks.id("$.name", name);
        checks.definitions();
        checks.windows();
        checks.steps(steps);
        checks.bands(bands);
        checks.corridors(corridors);
    }

    private void definitions() {
        atMost("$.definitions", "definitions", definitions.size(), Policy.MAX_RULES);
        definitions.forEach((name, condition) -> {
            id("$.definitions", name);
            new ConditionChecks(this, "$.definitions." + name).requireOne(condition);
        });
        resolved.requireFinite();
    }

    private void windows() {
        atMost("$.windows", "windows", windows.size(), Policy.MAX_WINDOWS);
        windows.forEach((name, measure) -> {
            id("$.windows", name);
            measure("$.windows." + name, measure);
        });
    }

    private void measure(String path, Measure measure) {
        boolean sum = measure.kind() == Measure.Kind.SUM;
        if (sum != (measure.asset() != null)) {
            throw Fault.at(path + ".asset", sum ? "is missing: a sum is of one asset" : "only a sum has an asset");
        }
        boolean distinct = measure.kind() == Measure.Kind.DISTINCT;
        if (distinct != (measure.of() != null)) {
            throw Fault.at(
                    path + ".of", distinct ? "is missing: name the fact" : "only distinct values are those of a fact");
        }
        atMost(path + ".per", "dimensions", measure.per().size(), MAX_DIMENSIONS);
        distinct(path + ".per", measure.per());
        new ConditionChecks(this, path).requireAll(".where", measure.where(), false);
    }

    private void steps(List<Step> steps) {
        if (steps.isEmpty()) {
            throw Fault.at("$.steps", "is empty: a policy has at least one rule");
        }
        atMost("$.steps", "steps", steps.size(), MAX_STEPS);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            String path = "$.steps[" + i + "]";
            Step step = steps.get(i);
            id(path + ".name", step.name());
            if (!names.add(step.name())) {
                throw Fault.at(path + ".name", "another step is called \"" + step.name() + "\"");
            }
            if (step.rules().isEmpty()) {
                throw Fault.at(path + ".rules", "is empty: leave the step out");
            }
            for (int j = 0; j < step.rules().size(); j++) {
                rule(path + ".rules[" + j + "]", step.rules().get(j));
            }
        }
    }

    private void rule(String path, Rule rule) {
        id(path + ".id", rule.id());
        if (!ruleIds.add(rule.id())) {
            throw Fault.at(path + ".id", "another rule is called \"" + rule.id() + "\"");
        }
        atMost("$.steps", "rules", ruleIds.size(), Policy.MAX_RULES);
        new ConditionChecks(this, path).requireAll(".when", rule.when(), true);
        effect(path + ".then", rule.then());
    }

    private void effect(String path, Effect effect) {
        if (effect instanceof Effect.Review review) {
            id(path + ".review", review.lane());
        } else if (effect instanceof Effect.Deny deny) {
            id(path + ".deny", deny.code());
        } else if (effect instanceof Effect.Score score) {
            points(path + ".score.points", score.points());
            if (score.lane() != null) {
                id(path + ".score.lane", score.lane());
            }
        } else if (effect instanceof Effect.Route route) {
            rails(path + ".route." + PolicyText.word(route.verb()), route.rails());
        }
    }

    private static void points(String path, int points) {
        if (points < -MAX_POINTS || points > MAX_POINTS) {
            throw Fault.at(path, points + " is not between -" + MAX_POINTS + " and " + MAX_POINTS);
        }
    }

    private void rails(String path, List<String> rails) {
        if (rails.isEmpty()) {
            throw Fault.at(path, "is empty: name at least one rail");
        }
        atMost(path, "rails", rails.size(), MAX_RAILS);
        for (int i = 0; i < rails.size(); i++) {
            id(path + "[" + i + "]", rails.get(i));
        }
        distinct(path, rails);
    }

    private void bands(List<ScoreBand> bands) {
        atMost("$.bands", "bands", bands.size(), MAX_BANDS);
        for (int i = 0; i < bands.size(); i++) {
            String path = "$.bands[" + i + "]";
            ScoreBand band = bands.get(i);
            points(path + ".from", band.from());
            if (band.from() < 1) {
                throw Fault.at(path + ".from", band.from() + " is no score that a rule gave: the lowest is 1");
            }
            if (i > 0 && bands.get(i - 1).from() >= band.from()) {
                throw Fault.at(path + ".from", band.from() + " must be above that of the band before");
            }
            if (!(band.then() instanceof Effect.Review) && !(band.then() instanceof Effect.Deny)) {
                throw Fault.at(path + ".then", "a score leads to a review or a denial");
            }
            effect(path + ".then", band.then());
        }
    }

    private void corridors(List<RailCorridors> corridors) {
        atMost("$.corridors", "rails", corridors.size(), MAX_RAILS);
        Set<String> rails = new HashSet<>();
        for (int i = 0; i < corridors.size(); i++) {
            String path = "$.corridors[" + i + "]";
            RailCorridors list = corridors.get(i);
            id(path + ".rail", list.rail());
            if (!rails.add(list.rail())) {
                throw Fault.at(path + ".rail", "the rail \"" + list.rail() + "\" has a list already: join them");
            }
            if (list.countries().isEmpty() && list.currencies().isEmpty()) {
                throw Fault.at(path, "names no corridor: leave the rail out, or forbid it by a rule");
            }
            pairs(path + ".countries", list.countries());
            pairs(path + ".currencies", list.currencies());
        }
    }

    private void pairs(String path, List<Corridor> pairs) {
        atMost(path, "corridors", pairs.size(), Policy.MAX_VALUES);
        countValues(path, pairs.size());
        distinct(path, pairs);
    }

    private static void distinct(String path, List<?> values) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            if (!seen.add(values.get(i))) {
                throw Fault.at(path + "[" + i + "]", "comes twice");
            }
        }
    }

    boolean isDefined(String name) {
        return definitions.containsKey(name);
    }

    boolean isWindow(String name) {
        return windows.containsKey(name);
    }

    /** Whether a definition, or one that it uses, looks at a window. */
    boolean usesWindow(Condition condition) {
        return resolved.usesWindow(condition);
    }

    int size(List<Condition> conditions, int most) {
        return resolved.size(conditions, most);
    }

    void countValues(String path, int more) {
        values += more;
        atMost(path, "values in all of the policy", values, MAX_ALL_VALUES);
    }

    void id(String path, String id) {
        try {
            Identifier.require("name", id);
        } catch (ZentraException malformed) {
            throw Fault.at(path, malformed);
        }
    }

    static void atMost(String path, String what, int count, int max) {
        if (count > max) {
            throw Fault.at(path, "has " + count + " " + what + ": " + max + " is the most");
        }
    }
}
