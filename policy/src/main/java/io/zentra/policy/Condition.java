package io.zentra.policy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that is so of an operation, or not. A condition on a fact that the operation does not have is not met; its
 * {@link Not} is. Immutable.
 *
 * <pre>{@code
 * Condition.corridor("US", "DE")
 * Condition.amountOver(Money.ofMinor(1_000_000, usd))
 * Condition.not(Condition.is(Field.destination("country"), "DE", "FR"))
 * Condition.windowOver("daily_out", 5_000_000)
 * }</pre>
 */
public sealed interface Condition {
    /**
     * A fact is one of these values.
     *
     * @param field which fact
     * @param values at least one
     */
    record In(Field field, Set<String> values) implements Condition {
        /** Copies the values. */
        public In {
            values = Set.copyOf(values);
        }
    }

    /**
     * A fact begins with a text.
     *
     * @param field which fact
     * @param prefix not empty
     */
    record StartsWith(Field field, String prefix) implements Condition {}

    /**
     * The operation has a fact.
     *
     * @param field which fact
     */
    record Present(Field field) implements Condition {}

    /**
     * The amount is of an asset and within bounds.
     *
     * @param asset the asset
     * @param minMinor the lowest amount, in minor units
     * @param maxMinor the highest amount, in minor units
     */
    record AmountWithin(Asset asset, long minMinor, long maxMinor) implements Condition {}

    /**
     * The local day of the decision is one of these.
     *
     * @param days at least one
     */
    record Weekday(Set<DayOfWeek> days) implements Condition {
        /** Copies the days. */
        public Weekday {
            days = Set.copyOf(days);
        }
    }

    /**
     * The local time of the decision is within a part of the day, which may go over midnight.
     *
     * @param from the first moment
     * @param to the first moment after; not {@code from}
     */
    record TimeOfDay(LocalTime from, LocalTime to) implements Condition {}

    /**
     * The decision is made within a time.
     *
     * @param from the first moment; null for no beginning
     * @param to the first moment after; null for no end
     */
    record Between(@Nullable Instant from, @Nullable Instant to) implements Condition {}

    /**
     * What a window would come to with this operation in it is within bounds. An operation that the window does not count
     * has no such fact.
     *
     * @param window the name of a window of the policy
     * @param min the lowest value: minor units of a sum, or a number
     * @param max the highest value
     */
    record WindowWithin(String window, long min, long max) implements Condition {}

    /**
     * At least one of several is so.
     *
     * @param conditions at least one
     */
    record Any(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * All of several are so.
     *
     * @param conditions at least one
     */
    record All(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * Another is not so.
     *
     * @param condition the other
     */
    record Not(Condition condition) implements Condition {}

    /**
     * A condition that the policy defines by name is so.
     *
     * @param name its name
     */
    record Use(String name) implements Condition {}

    /** A fact is one of these values. */
    static Condition is(Field field, String... values) {
        return new In(field, Set.copyOf(Arrays.asList(values)));
    }

    /** A fact begins with a text. */
    static Condition startsWith(Field field, String prefix) {
        return new StartsWith(field, prefix);
    }

    /** The operation has a fact. */
    static Condition present(Field field) {
        return new Present(field);
    }

    /** The operation goes from one country to another. */
    static Condition corridor(String from, String to) {
        Corridor corridor = Corridor.of(from, to);
        return all(is(Field.COUNTRY_FROM, corridor.from()), is(Field.COUNTRY_TO, corridor.to()));
    }

    /** The amount is of this asset and above this; amounts in other assets are not compared. */
    static Condition amountOver(Money amount) {
        if (amount.minor() == Long.MAX_VALUE) {
            throw unreachable("over " + amount);
        }
        return new AmountWithin(amount.asset(), amount.minor() + 1, Long.MAX_VALUE);
    }

    /** The amount is of this asset and not below this. */
    static Condition amountAtLeast(Money amount) {
        return new AmountWithin(amount.asset(), amount.minor(), Long.MAX_VALUE);
    }

    /** The amount is of this asset and not above this. */
    static Condition amountAtMost(Money amount) {
        return new AmountWithin(amount.asset(), 0, amount.minor());
    }

    /** The local day is one of these. */
    static Condition weekday(DayOfWeek... days) {
        return new Weekday(Set.copyOf(Arrays.asList(days)));
    }

    /** The local time is within a part of the day, which may go over midnight. */
    static Condition timeOfDay(LocalTime from, LocalTime to) {
        return new TimeOfDay(from, to);
    }

    /** The decision is made from one instant on and before another; null for no end on that side. */
    static Condition between(@Nullable Instant from, @Nullable Instant to) {
        return new Between(from, to);
    }

    /** With this operation a window would come to more than this: minor units of a sum, or a number. */
    static Condition windowOver(String window, long value) {
        if (value == Long.MAX_VALUE) {
            throw unreachable("over " + value);
        }
        return new WindowWithin(window, value + 1, Long.MAX_VALUE);
    }

    /** At least one of several is so. */
    static Condition any(Condition... conditions) {
        return new Any(List.of(conditions));
    }

    /** All of several are so. */
    static Condition all(Condition... conditions) {
        return new All(List.of(conditions));
    }

    /** Another is not so. */
    static Condition not(Condition condition) {
        return new Not(condition);
    }

    /** A condition that the policy defines by name is so. */
    static Condition use(String name) {
        return new Use(name);
    }

    private static ZentraException unreachable(String bound) {
        return ZentraException.of(
                ErrorCode.INVALID_POLICY,
                "nothing can be " + Shown.of(bound) + ": name a lower bound",
                Map.of("bound", Shown.of(bound)));
    }
}
