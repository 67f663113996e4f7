package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import io.zentra.policy.Facts;
import io.zentra.policy.Policy;
import io.zentra.policy.PolicyRef;
import io.zentra.policy.Rule;
import io.zentra.policy.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy made ready to decide. Immutable, and a pure function of facts and window values.
 *
 * <p>Rules and windows are the items of one index: first the rules, in the order of the policy, then the windows.
 */
public final class CompiledPolicy {
    private final Policy policy;
    private final PolicyRef ref;
    private final List<Counted> windows;
    private final RuleIndex index;
    private final List<RuleItem> rules = new ArrayList<>();
    private final List<List<Closures.Test>> selections = new ArrayList<>();
    private final RailRules rails;
    private final boolean selectsAtAnyTime;

    /**
     * A rule with those of its conditions that the index does not tell.
     *
     * @param rule the rule
     * @param step the step that it belongs to
     * @param rest what is left to look at
     * @param bounds what amounts and windows it compares
     */
    record RuleItem(Rule rule, String step, List<Closures.Test> rest, List<Bound> bounds) {
        boolean restIsMet(Situation situation) {
            return rest.isEmpty() || Closures.areAllMet(rest, situation);
        }
    }

    private CompiledPolicy(Policy policy, PolicyRef ref) {
        this.policy = policy;
        this.ref = ref;
        Definitions definitions = new Definitions(policy.definitions());
        this.windows = Counted.of(policy.windows(), definitions);
        Closures closures = closures();
        List<List<Condition>> items = new ArrayList<>();
        for (Step step : policy.steps()) {
            for (Rule rule : step.rules()) {
                List<Condition> when = definitions.flat(rule.when());
                items.add(when);
                rules.add(new RuleItem(rule, step.name(), rest(closures, when), Bound.of(when, windows)));
            }
        }
        for (Counted window : windows) {
            items.add(window.where());
            selections.add(rest(closures, window.where()));
        }
        this.index = new RuleIndex(items); // which looks at no time
        this.selectsAtAnyTime = selections.stream().allMatch(List::isEmpty);
        this.rails = new RailRules(policy.corridors());
    }

    /** Makes a version of a policy ready. */
    public static CompiledPolicy of(Policy policy, int version) {
        return new CompiledPolicy(policy, new PolicyRef(policy.name(), version, PolicyText.hash(policy)));
    }

    private static List<Closures.Test> rest(Closures closures, List<Condition> conditions) {
        return closures.all(conditions.stream()
                .filter(condition -> !RuleIndex.tells(condition))
                .toList());
    }

    /** Finds what may concern an operation. */
    public Selection select(Facts facts) {
        Bits selected = index.select(facts);
        Situation unread = Situation.unread(facts);
        List<Integer> counting = windows.isEmpty() ? List.of() : new ArrayList<>(windows.size());
        for (int i = 0; i < windows.size(); i++) {
            if (selected.isSet(rules.size() + i) && Closures.areAllMet(selections.get(i), unread)) {
                counting.add(i);
            }
        }
        return new Selection(this, facts, selected, counting);
    }

    /** Whether the time has no part in a selection. */
    boolean selectsAtAnyTime() {
        return selectsAtAnyTime;
    }

    /** The policy. */
    public Policy policy() {
        return policy;
    }

    /** Its version and hash. */
    public PolicyRef ref() {
        return ref;
    }

    /** The windows, in the order of their names. */
    public List<Counted> windows() {
        return windows;
    }

    /** The rules, in the order of the policy. */
    List<RuleItem> rules() {
        return rules;
    }

    /** How many words of memory it takes beside the policy itself. */
    long words() {
        return index.words();
    }

    RailRules rails() {
        return rails;
    }

    /** What makes code of conditions on these windows. */
    Closures closures() {
        return new Closures(windows.stream().map(Counted::name).toList());
    }
}
