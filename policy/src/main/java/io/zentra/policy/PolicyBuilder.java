package io.zentra.policy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects a policy. Rules come into the step that was begun last. Not thread-safe. */
public final class PolicyBuilder {
    /** The step of rules that come before any {@link #step}. */
    public static final String FIRST_STEP = "rules";

    /** The code with which {@link #limit} denies. */
    public static final String LIMIT_EXCEEDED = "limit_exceeded";

    private final String name;
    private final Map<String, Condition> definitions = new LinkedHashMap<>();
    private final Map<String, Measure> windows = new LinkedHashMap<>();
    private final Map<String, List<Rule>> steps = new LinkedHashMap<>();
    private final List<ScoreBand> bands = new ArrayList<>();
    private final List<RailCorridors> corridors = new ArrayList<>();
    private String step = FIRST_STEP;

    PolicyBuilder(String name) {
        this.name = name;
    }

    /** Begins the next step. */
    public PolicyBuilder step(String next) {
        requireNew("step", steps.containsKey(next), next);
        step = next;
        return this;
    }

    /** Adds a rule. */
    public PolicyBuilder rule(Rule rule) {
        steps.computeIfAbsent(step, begun -> new ArrayList<>()).add(rule);
        return this;
    }

    /** Adds a rule of this id that accepts, past all later steps. */
    public PolicyBuilder accept(String id, Condition... when) {
        return rule(Rule.of(id, new Effect.Accept(), when));
    }

    /** Adds a rule that denies with this code, which is its id too. */
    public PolicyBuilder deny(String code, Condition... when) {
        return rule(Rule.of(code, new Effect.Deny(code), when));
    }

    /** Adds a rule that sends to this lane, which is its id too. */
    public PolicyBuilder review(String lane, Condition... when) {
        return rule(Rule.of(lane, new Effect.Review(lane), when));
    }

    /** Adds a rule of this id that adds to the score. */
    public PolicyBuilder score(String id, int points, Condition... when) {
        return rule(Rule.of(id, new Effect.Score(points, null), when));
    }

    /**
     * Adds a window, and a rule of the same name that denies with {@value #LIMIT_EXCEEDED} what would take it above a cap.
     *
     * @param cap the highest value: minor units of a sum, or a number
     */
    public PolicyBuilder limit(String id, Measure measure, long cap) {
        return window(id, measure).rule(Rule.of(id, new Effect.Deny(LIMIT_EXCEEDED), Condition.windowOver(id, cap)));
    }

    /** Adds a window that conditions may name. */
    public PolicyBuilder window(String id, Measure measure) {
        requireNew("window", windows.containsKey(id), id);
        windows.put(id, measure);
        return this;
    }

    /** Adds a condition that others may use by name. */
    public PolicyBuilder define(String id, Condition condition) {
        requireNew("definition", definitions.containsKey(id), id);
        definitions.put(id, condition);
        return this;
    }

    /** Adds what follows from scores of at least this. */
    public PolicyBuilder band(int from, Effect then) {
        bands.add(new ScoreBand(from, then));
        return this;
    }

    /** Adds the countries between which a rail may be used. */
    public PolicyBuilder countries(String rail, Corridor... between) {
        corridors.add(new RailCorridors(rail, Arrays.asList(between), List.of()));
        return this;
    }

    /** Adds the corridors of a rail. */
    public PolicyBuilder corridors(RailCorridors list) {
        corridors.add(list);
        return this;
    }

    /**
     * The policy.
     *
     * @throws ZentraException {@code invalid_policy}
     */
    public Policy build() {
        List<Step> inOrder = new ArrayList<>();
        steps.forEach((id, rules) -> inOrder.add(new Step(id, rules)));
        return new Policy(name, definitions, windows, inOrder, bands, corridors);
    }

    private static void requireNew(String what, boolean known, String id) {
        if (known) {
            throw ZentraException.of(
                    ErrorCode.INVALID_POLICY,
                    "the " + what + " \"" + id + "\" comes twice: give the second another name",
                    Map.of(what, id));
        }
    }
}
