package io.zentra.policy.internal;

import io.zentra.policy.Effect;
import io.zentra.policy.Effect.Route.Verb;
import io.zentra.policy.Step;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which rule leaves another nothing to decide when both apply; {@link io.zentra.policy.Policy} says in which order. */
final class Precedence {
    private final List<CompiledPolicy.RuleItem> rules;
    private final int[] steps;

    Precedence(CompiledPolicy compiled) {
        this.rules = compiled.rules();
        this.steps = new int[rules.size()];
        int rule = 0;
        int number = 0;
        for (Step step : compiled.policy().steps()) {
            for (int i = 0; i < step.rules().size(); i++) {
                steps[rule] = number;
                rule++;
            }
            number++;
        }
    }

    /** The number of a rule's step, from 0. */
    int step(int rule) {
        return steps[rule];
    }

    /** The first of several that leaves a rule nothing to decide; -1 for none. */
    int firstBefore(BitSet several, int rule) {
        for (int i = several.nextSetBit(0); i >= 0; i = several.nextSetBit(i + 1)) {
            if (i != rule && decidesBefore(i, rule)) {
                return i;
            }
        }
        return -1;
    }

    /** The first of several that ends all before a step is looked at; -1 for none. */
    int firstEnding(BitSet several, int step) {
        for (int i = several.nextSetBit(0); i >= 0 && steps[i] < step; i = several.nextSetBit(i + 1)) {
            if (effect(i) instanceof Effect.Deny || effect(i) instanceof Effect.Accept) {
                return i;
            }
        }
        return -1;
    }

    private boolean decidesBefore(int other, int rule) {
        Effect theirs = effect(other);
        Effect own = effect(rule);
        if (own instanceof Effect.Route route) {
            return other < rule && theirs instanceof Effect.Route before && leavesNothing(before, route);
        }
        if (steps[other] < steps[rule]) {
            return theirs instanceof Effect.Deny
                    || theirs instanceof Effect.Accept
                    || (own instanceof Effect.Review && theirs instanceof Effect.Review);
        }
        if (steps[other] > steps[rule] || own instanceof Effect.Score) {
            return false;
        }
        boolean isEqualAndFirst = other < rule && own.getClass().equals(theirs.getClass());
        return isEqualAndFirst || (theirs instanceof Effect.Deny && !(own instanceof Effect.Deny));
    }

    /** Whether the rails that a rule would take out are taken out before, or its order is given before. */
    private static boolean leavesNothing(Effect.Route before, Effect.Route route) {
        Set<String> theirs = new HashSet<>(before.rails());
        if (before.verb() == Verb.PREFER || route.verb() == Verb.PREFER) {
            return before.verb() == route.verb() && theirs.containsAll(route.rails());
        }
        if (route.verb() == Verb.ALLOW) {
            return before.verb() == Verb.ALLOW && route.rails().containsAll(theirs);
        }
        return before.verb() == Verb.FORBID
                ? theirs.containsAll(route.rails())
                : Collections.disjoint(theirs, route.rails());
    }

    private Effect effect(int rule) {
        return rules.get(rule).rule().then();
    }
}
