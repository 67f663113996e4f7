package io.zentra.policy.internal;

import io.zentra.core.money.Asset;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The operations of which several single conditions are so, kept as what each fact may still be. Not thread-safe. */
final class Space {
    private static final Map<Field, Field> TOGETHER = Map.of(
            Field.COUNTRY_FROM, Field.COUNTRY_TO,
            Field.COUNTRY_TO, Field.COUNTRY_FROM,
            Field.CURRENCY_FROM, Field.CURRENCY_TO,
            Field.CURRENCY_TO, Field.CURRENCY_FROM);

    private final String kind;
    private final Map<String, Measure> measures;
    private final Map<Field, TextDomain> texts;
    private final Map<Asset, Intervals> amounts;
    private final Map<String, Intervals> windows;
    private TimeDomain time;

    private Space(
            String kind,
            Map<String, Measure> measures,
            Map<Field, TextDomain> texts,
            Map<Asset, Intervals> amounts,
            Map<String, Intervals> windows,
            TimeDomain time) {
        this.kind = kind;
        this.measures = measures;
        this.texts = texts;
        this.amounts = amounts;
        this.windows = windows;
        this.time = time;
    }

    /** All operations of a kind. */
    static Space all(String kind, Map<String, Measure> measures) {
        return new Space(kind, measures, new HashMap<>(), new HashMap<>(), new HashMap<>(), TimeDomain.all());
    }

    Space copy() {
        return new Space(kind, measures, new HashMap<>(texts), new HashMap<>(amounts), new HashMap<>(windows), time);
    }

    /** Leaves the operations of which one more is so; false when it is certain that none is left. */
    boolean require(Condition literal) {
        return literal instanceof Condition.Not not ? require(not.condition(), false) : require(literal, true);
    }

    private boolean require(Condition atom, boolean met) {
        if (atom instanceof Condition.In in) {
            return text(in.field(), fact -> met ? fact.in(in.values()) : fact.notIn(in.values()));
        }
        if (atom instanceof Condition.StartsWith starts) {
            String prefix = starts.prefix();
            return text(starts.field(), fact -> met ? fact.startsWith(prefix) : fact.startsNotWith(prefix));
        }
        if (atom instanceof Condition.Present present) {
            return text(present.field(), fact -> met ? fact.whenPresent() : fact.whenAbsent());
        }
        if (atom instanceof Condition.AmountWithin amount) {
            return amount(amount, met);
        }
        if (atom instanceof Condition.WindowWithin within) {
            Intervals left = window(within.window());
            left = met ? left.and(Intervals.of(within.min(), within.max())) : left.without(within.min(), within.max());
            windows.put(within.window(), left);
            return !left.isEmpty();
        }
        return time(atom, met);
    }

    private boolean time(Condition atom, boolean met) {
        if (atom instanceof Condition.Weekday weekday) {
            time = time.weekday(weekday.days(), met);
        } else if (atom instanceof Condition.TimeOfDay part) {
            time = time.timeOfDay(part, met);
        } else if (atom instanceof Condition.Between between) {
            time = time.between(between, met);
        } else {
            throw new IllegalStateException("no single condition: " + atom);
        }
        return !time.isEmpty();
    }

    private boolean amount(Condition.AmountWithin amount, boolean met) {
        Asset asset = amount.asset();
        String code = asset.toString();
        Intervals left = amount(asset);
        left = met
                ? left.and(Intervals.of(amount.minMinor(), amount.maxMinor()))
                : left.without(amount.minMinor(), amount.maxMinor());
        amounts.put(asset, left);
        if (left.isEmpty()) {
            return !met && text(Field.ASSET, fact -> fact.notIn(Set.of(code)));
        }
        return !met || text(Field.ASSET, fact -> fact.in(Set.of(code)));
    }

    private boolean text(Field field, UnaryOperator<TextDomain> restriction) {
        TextDomain left = restriction.apply(text(field));
        texts.put(field, left);
        return !left.isEmpty() && alike(field, left);
    }

    /** Ends of corridors come together, and an attribute only with its account. */
    private boolean alike(Field field, TextDomain known) {
        Field other = TOGETHER.get(field);
        if (other != null) {
            return (!known.mustBePresent() || same(other, text(other).whenPresent()))
                    && (known.present() || same(other, text(other).whenAbsent()));
        }
        Field account = account(field);
        if (account != null) {
            return !known.mustBePresent() || same(account, text(account).whenPresent());
        }
        return known.present() || withoutAttributes(field);
    }

    private boolean same(Field field, TextDomain left) {
        texts.put(field, left);
        return !left.isEmpty();
    }

    private boolean withoutAttributes(Field account) {
        List<Field> attributes = texts.keySet().stream()
                .filter(field -> account.equals(account(field)))
                .toList();
        return attributes.stream()
                .allMatch(attribute -> same(attribute, text(attribute).whenAbsent()));
    }

    private static @Nullable Field account(Field attribute) {
        return switch (attribute.group()) {
            case SOURCE -> Field.SOURCE;
            case DESTINATION -> Field.DESTINATION;
            case OPERATION, METADATA -> null;
        };
    }

    /** What a fact may be. */
    TextDomain text(Field field) {
        TextDomain known = texts.get(field);
        return known == null ? TextDomain.all(field, kind) : known;
    }

    /** The facts of which something is known. */
    Set<Field> fields() {
        return texts.keySet();
    }

    /** What an amount of an asset may be. */
    Intervals amount(Asset asset) {
        return amounts.getOrDefault(asset, Intervals.of(0, Long.MAX_VALUE));
    }

    /** What a window that counts the operation may come to. */
    Intervals window(String name) {
        Measure measure = measures.get(name);
        boolean sum = measure != null && measure.kind() == Measure.Kind.SUM;
        return windows.getOrDefault(name, Intervals.of(sum ? 0 : 1, Long.MAX_VALUE));
    }

    TimeDomain time() {
        return time;
    }
}
