package io.zentra.policy;

import org.jspecify.annotations.Nullable;

/**
 * A rule that applied. Immutable.
 *
 * @param rule its id
 * @param step the step that it belongs to
 * @param effect what followed
 * @param distance of a rule that looks at an amount or a window: what still fitted below its bound, in minor units or as a
 *     number, negative by how much it was exceeded; of several conditions the least. Null without such a condition
 */
public record Fired(
        String rule, String step, Effect effect, @Nullable Long distance) {}
