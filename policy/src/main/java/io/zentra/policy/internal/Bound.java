package io.zentra.policy.internal;

import io.zentra.core.money.Money;
import io.zentra.policy.Condition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of an amount or a window by a condition, to tell how far a value was from it.
 *
 * @param condition the condition
 * @param window the place of its window; -1 for the amount
 */
record Bound(Condition condition, int window) {
    private static final int AMOUNT = -1;

    /** The comparisons among conditions that all must be met. */
    static List<Bound> of(List<Condition> conditions, List<Counted> windows) {
        List<Bound> bounds = new ArrayList<>(1);
        List<String> names = windows.stream().map(Counted::name).toList();
        for (Condition condition : conditions) {
            if (condition instanceof Condition.WindowWithin within) {
                bounds.add(new Bound(condition, names.indexOf(within.window())));
            } else if (condition instanceof Condition.AmountWithin) {
                bounds.add(new Bound(condition, AMOUNT));
            }
        }
        return bounds;
    }

    /** The least distance of several; null without any that has one. */
    static @Nullable Long least(List<Bound> bounds, Situation situation) {
        Long least = null;
        for (Bound bound : bounds) {
            Long distance = bound.distance(situation);
            least = least == null || (distance != null && distance < least) ? distance : least;
        }
        return least;
    }

    /** What still fits below the lower bound, or below the upper one when there is no lower; null without a value. */
    @Nullable
    Long distance(Situation situation) {
        if (condition instanceof Condition.AmountWithin amount) {
            Money value = situation.facts().proposal().amount();
            return value.asset().equals(amount.asset())
                    ? distance(amount.minMinor(), amount.maxMinor(), value.minor())
                    : null;
        }
        if (condition instanceof Condition.WindowWithin within) {
            long value = situation.after(window);
            return value == Situation.NOT_COUNTED ? null : distance(within.min(), within.max(), value);
        }
        return null;
    }

    private static long distance(long min, long max, long value) {
        return min > 0 ? min - 1 - value : max - value;
    }
}
