package io.zentra.policy.internal;

import io.zentra.core.money.Money;
import io.zentra.policy.Condition;
import io.zentra.policy.Facts;
import io.zentra.policy.Field;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes conditions into code that looks at a situation. */
final class Closures {
    private final List<String> windows;

    /** Tells whether a condition is met. */
    @FunctionalInterface
    interface Test {
        boolean isMet(Situation situation);
    }

    /** Closures over windows in this order. */
    Closures(List<String> windows) {
        this.windows = windows;
    }

    /** The code of a condition in which names are resolved. */
    Test of(Condition condition) {
        if (condition instanceof Condition.In in) {
            Field field = in.field();
            Set<String> values = in.values();
            return situation -> {
                String value = situation.facts().text(field);
                return value != null && values.contains(value);
            };
        }
        if (condition instanceof Condition.StartsWith starts) {
            Field field = starts.field();
            String prefix = starts.prefix();
            return situation -> {
                String value = situation.facts().text(field);
                return value != null && value.startsWith(prefix);
            };
        }
        if (condition instanceof Condition.Present present) {
            Field field = present.field();
            return situation -> situation.facts().text(field) != null;
        }
        if (condition instanceof Condition.Any any) {
            List<Test> tests = all(any.conditions());
            return situation -> isAnyMet(tests, situation);
        }
        if (condition instanceof Condition.All all) {
            List<Test> tests = all(all.conditions());
            return situation -> areAllMet(tests, situation);
        }
        if (condition instanceof Condition.Not not) {
            Test test = of(not.condition());
            return situation -> !test.isMet(situation);
        }
        return ofBounds(condition);
    }

    private Test ofBounds(Condition condition) {
        if (condition instanceof Condition.AmountWithin within) {
            return situation -> {
                Money amount = situation.facts().proposal().amount();
                return amount.minor() >= within.minMinor()
                        && amount.minor() <= within.maxMinor()
                        && amount.asset().equals(within.asset());
            };
        }
        if (condition instanceof Condition.WindowWithin within) {
            int window = windows.indexOf(within.window());
            return situation -> {
                long after = situation.after(window);
                return after != Situation.NOT_COUNTED && after >= within.min() && after <= within.max();
            };
        }
        if (condition instanceof Condition.Weekday weekday) {
            Set<DayOfWeek> days = EnumSet.copyOf(weekday.days());
            return situation -> days.contains(situation.facts().local().getDayOfWeek());
        }
        if (condition instanceof Condition.TimeOfDay time) {
            return situation -> isWithin(situation.facts().local().toLocalTime(), time.from(), time.to());
        }
        if (condition instanceof Condition.Between between) {
            return situation -> isBetween(situation.facts(), between.from(), between.to());
        }
        throw new IllegalStateException("no code for " + condition);
    }

    List<Test> all(List<Condition> conditions) {
        return conditions.stream().map(this::of).toList();
    }

    static boolean areAllMet(List<Test> tests, Situation situation) {
        for (Test test : tests) {
            if (!test.isMet(situation)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAnyMet(List<Test> tests, Situation situation) {
        for (Test test : tests) {
            if (test.isMet(situation)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(LocalTime time, LocalTime from, LocalTime to) {
        boolean begun = !time.isBefore(from);
        boolean ended = !time.isBefore(to);
        return from.isBefore(to) ? begun && !ended : begun || !ended;
    }

    private static boolean isBetween(Facts facts, @Nullable Instant from, @Nullable Instant to) {
        return (from == null || !facts.at().isBefore(from))
                && (to == null || facts.at().isBefore(to));
    }
}
