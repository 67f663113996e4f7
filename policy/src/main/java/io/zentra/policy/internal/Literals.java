package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Conditions in which only single ones are negated, names are resolved, and a condition on a window says by itself what
 * the window counts: {@link Condition.WindowWithin} then means the value alone.
 */
final class Literals {
    private final Map<String, Counted> windows = new HashMap<>();
    private final IdentityHashMap<Condition.In, Condition.In> possible = new IdentityHashMap<>();

    Literals(List<Counted> windows) {
        windows.forEach(window -> this.windows.put(window.name(), window));
    }

    /** That all of these are so. */
    List<Condition> all(List<Condition> resolved) {
        return resolved.stream().map(condition -> of(condition, true)).toList();
    }

    /** That not all of these are so. */
    Condition notAll(List<Condition> resolved) {
        return of(new Condition.All(resolved), false);
    }

    private Condition of(Condition condition, boolean met) {
        if (condition instanceof Condition.Not not) {
            return of(not.condition(), !met);
        }
        if (condition instanceof Condition.Any any) {
            return joined(any.conditions(), met, !met);
        }
        if (condition instanceof Condition.All all) {
            return joined(all.conditions(), met, met);
        }
        if (condition instanceof Condition.WindowWithin within) {
            List<Condition> where =
                    Objects.requireNonNull(windows.get(within.window())).where();
            List<Condition> parts = new ArrayList<>();
            where.forEach(each -> parts.add(of(each, met)));
            parts.add(met ? within : new Condition.Not(within));
            return met ? new Condition.All(parts) : new Condition.Any(parts);
        }
        Condition one =
                condition instanceof Condition.In in ? possible.computeIfAbsent(in, Literals::possible) : condition;
        return met ? one : new Condition.Not(one);
    }

    /** The values that an operation can have; with none of them it is never met. */
    private static Condition.In possible(Condition.In in) {
        Set<String> values = in.values().stream()
                .filter(value -> FactValues.isPossible(in.field(), value))
                .collect(Collectors.toSet());
        return new Condition.In(in.field(), values);
    }

    private Condition joined(List<Condition> conditions, boolean met, boolean conjunction) {
        List<Condition> parts = conditions.stream().map(each -> of(each, met)).toList();
        return conjunction ? new Condition.All(parts) : new Condition.Any(parts);
    }
}
