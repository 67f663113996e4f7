package io.zentra.policy;

import io.zentra.core.money.Asset;
import io.zentra.core.usage.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a window counts of the operations that were let through: a sum, a number, or the number of distinct values of a
 * fact, apart for every combination of the dimensions. Immutable.
 *
 * <pre>{@code
 * Measure.sum(usd).per(Field.SOURCE).within(Window.day())
 * Measure.distinct(Field.DESTINATION).per(Field.SOURCE).within(Window.rolling(Duration.ofHours(24)))
 * }</pre>
 *
 * @param kind what is counted
 * @param asset of a sum, whose operations alone it counts; null otherwise
 * @param of the fact whose distinct values are counted; null otherwise. Operations without it are not counted
 * @param per the dimensions: each combination of their values has a count of its own. An operation without one of them is
 *     counted with those that lack it too
 * @param within over which time
 * @param where which operations count; all when empty. No window is named in it
 */
public record Measure(
        Kind kind, @Nullable Asset asset, @Nullable Field of, List<Field> per, Window within, List<Condition> where) {
    /** What is counted. */
    public enum Kind {
        /** The amounts of one asset, in minor units. */
        SUM,
        /** The operations. */
        COUNT,
        /** The distinct values of a fact. */
        DISTINCT
    }

    /** Copies the lists. */
    public Measure {
        per = List.copyOf(per);
        where = List.copyOf(where);
    }

    /** The sum of the amounts in an asset, over a calendar day until another window is named. */
    public static Measure sum(Asset asset) {
        return new Measure(Kind.SUM, asset, null, List.of(), Window.day(), List.of());
    }

    /** The number of operations, over a calendar day until another window is named. */
    public static Measure count() {
        return new Measure(Kind.COUNT, null, null, List.of(), Window.day(), List.of());
    }

    /** The number of distinct values of a fact, over a calendar day until another window is named. */
    public static Measure distinct(Field field) {
        return new Measure(Kind.DISTINCT, null, field, List.of(), Window.day(), List.of());
    }

    /** The same, apart for every combination of these too. */
    public Measure per(Field... dimensions) {
        List<Field> more = new ArrayList<>(per);
        more.addAll(Arrays.asList(dimensions));
        return new Measure(kind, asset, of, more, within, where);
    }

    /** The same over another time. */
    public Measure within(Window window) {
        return new Measure(kind, asset, of, per, window, where);
    }

    /** The same of those operations only of which this is so too. */
    public Measure where(Condition... conditions) {
        List<Condition> more = new ArrayList<>(where);
        more.addAll(Arrays.asList(conditions));
        return new Measure(kind, asset, of, per, within, more);
    }
}
