package io.zentra.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision found of one rule. Immutable.
 *
 * @param rule its id
 * @param step the step that it belongs to
 * @param reached whether its step was looked at; otherwise an earlier one had ended all
 * @param applies whether all conditions are met
 * @param conditions what was found of each, in order
 */
public record RuleResult(String rule, String step, boolean reached, boolean applies, List<ConditionResult> conditions) {
    /** Copies the list. */
    public RuleResult {
        conditions = List.copyOf(conditions);
    }

    /**
     * What a decision found of one condition.
     *
     * @param condition the condition in its JSON form
     * @param operand what it was compared with; null when the operation has no such fact, or when it is made of others
     * @param met whether it is so
     * @param distance as for {@link Fired#distance()}
     */
    public record ConditionResult(
            String condition,
            @Nullable String operand,
            boolean met,
            @Nullable Long distance) {}
}
