package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an operation that meets conditions: single ones narrow what each fact may be, and of alternatives those are
 * tried that are left, the ones with the fewest first. It gives up after so many steps, in one search and in all.
 */
final class Solver {
    private static final int MAX_STEPS = 4_000;
    private static final int MAX_ALL_STEPS = 1_500_000;
    private static final int VALUES_A_STEP = 8;
    private static final int MAX_ALTERNATIVES_LOOKED_AT = 64;

    private final CompiledPolicy compiled;
    private final Space all;
    private int steps;
    private int allSteps;
    private boolean certain;

    /**
     * What is known of conditions.
     *
     * @param example an operation that meets them; null when none was found
     * @param isContradiction whether it is certain that none does
     */
    record Answer(@Nullable Example example, boolean isContradiction) {}

    Solver(CompiledPolicy compiled) {
        this.compiled = compiled;
        this.all = Space.all(
                compiled.policy().name(),
                compiled.windows().stream().collect(Collectors.toMap(Counted::name, Counted::measure)));
    }

    /** Looks for an operation of which all of these are so, in the form of {@link Literals}. */
    Answer find(List<Condition> conditions) {
        steps = 0;
        certain = true;
        Example example = search(all.copy(), conditions, List.of());
        return new Answer(example, example == null && certain);
    }

    private @Nullable Example search(Space space, List<Condition> more, List<Condition.Any> open) {
        List<Condition.Any> alternatives = new ArrayList<>(open);
        if (!narrow(space, more, alternatives)) {
            return null;
        }
        if (isTooLong()) {
            certain = false;
            return null;
        }
        Condition.Any next = takeNext(space, alternatives);
        if (next == null) {
            ExampleMaker.Made made = new ExampleMaker(space, compiled).make();
            certain &= made.example() != null || made.isCertainlyNone();
            return made.example();
        }
        for (Condition choice : next.conditions()) {
            Example found = search(space.copy(), List.of(choice), alternatives);
            if (found != null || isTooLong()) {
                certain &= found != null || !isTooLong();
                return found;
            }
        }
        return null;
    }

    /** Takes in all that must be so at once, and keeps what has alternatives for later. */
    private boolean narrow(Space space, List<Condition> more, List<Condition.Any> alternatives) {
        for (Condition condition : more) {
            if (condition instanceof Condition.Any any) {
                alternatives.add(any);
            } else if (condition instanceof Condition.All each) {
                if (!narrow(space, each.conditions(), alternatives)) {
                    return false;
                }
            } else {
                count(condition);
                if (!space.require(condition)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Takes out the alternatives of which the fewest are left; null when there are no more. */
    private Condition.@Nullable Any takeNext(Space space, List<Condition.Any> alternatives) {
        int best = -1;
        Condition.Any left = null;
        for (int i = 0; i < alternatives.size() && i < MAX_ALTERNATIVES_LOOKED_AT; i++) {
            List<Condition> still = new ArrayList<>();
            for (Condition choice : alternatives.get(i).conditions()) {
                if (isLeft(space, choice)) {
                    still.add(choice);
                }
            }
            if (left == null || still.size() < left.conditions().size()) {
                best = i;
                left = new Condition.Any(still);
            }
            if (still.size() <= 1) {
                break;
            }
        }
        if (best >= 0) {
            alternatives.remove(best);
        }
        return left;
    }

    private boolean isLeft(Space space, Condition choice) {
        count(choice);
        return choice instanceof Condition.Any
                || choice instanceof Condition.All
                || space.copy().require(choice);
    }

    /** Long lists of values take their time. */
    private void count(Condition condition) {
        Condition atom = condition instanceof Condition.Not not ? not.condition() : condition;
        int weight = atom instanceof Condition.In in ? 1 + in.values().size() / VALUES_A_STEP : 1;
        steps += weight;
        allSteps += weight;
    }

    private boolean isTooLong() {
        return steps > MAX_STEPS || allSteps > MAX_ALL_STEPS;
    }
}
