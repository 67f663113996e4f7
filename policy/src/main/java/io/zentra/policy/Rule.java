package io.zentra.policy;

import java.util.List;

/**
 * Conditions, and what follows when all of them are met. Immutable.
 *
 * @param id its name within the policy, by which decisions tell it
 * @param when the conditions; it always applies when there are none
 * @param then what follows
 */
public record Rule(String id, List<Condition> when, Effect then) {
    /** Copies the list. */
    public Rule {
        when = List.copyOf(when);
    }

    /** A rule with these conditions. */
    public static Rule of(String id, Effect then, Condition... when) {
        return new Rule(id, List.of(when), then);
    }
}
