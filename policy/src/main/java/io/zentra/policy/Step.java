package io.zentra.policy;

import java.util.List;

/**
 * Rules that are looked at together; see {@link Policy} for the order. Immutable.
 *
 * @param name its name within the policy
 * @param rules at least one
 */
public record Step(String name, List<Rule> rules) {
    /** Copies the list. */
    public Step {
        rules = List.copyOf(rules);
    }
}
