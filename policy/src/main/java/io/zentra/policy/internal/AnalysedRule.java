package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import io.zentra.policy.Effect;
import io.zentra.policy.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule as the analysis sees it.
 *
 * @param place its place among all rules, in the order of the policy
 * @param path its path in the JSON form
 * @param rule the rule
 * @param when its conditions, names resolved
 * @param met that it applies, in the form of {@link Literals}
 * @param unmet that it does not apply, in the same form
 */
record AnalysedRule(int place, String path, Rule rule, List<Condition> when, List<Condition> met, Condition unmet) {
    String id() {
        return rule.id();
    }

    Effect effect() {
        return rule.then();
    }

    /** What is asked for, and more. */
    static List<Condition> with(List<Condition> conditions, List<Condition> more) {
        List<Condition> all = new ArrayList<>(conditions);
        all.addAll(more);
        return all;
    }
}
