package io.zentra.policy.internal;

import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.policy.Condition;
import io.zentra.policy.Facts;
import io.zentra.policy.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the items, rules or windows, whose conditions on single facts and on the amount are met: for every fact and each
 * of its values that a condition names there is one bit an item, so a look-up a fact and a conjunction of bits tell them
 * all at once, however many they are. All other conditions are left to closures.
 */
final class RuleIndex {
    private static final String OTHER = ""; // no condition names an empty value

    private final List<List<Condition>> items;
    private final List<FieldBits> fields = new ArrayList<>();
    private final Map<Asset, AmountBits> amounts = new HashMap<>();
    private final Bits otherAssets;
    private final Bits all;

    /** The bits of one fact. */
    private record FieldBits(Field field, Map<String, Bits> byValue, Bits other, Bits absent) {
        Bits of(Facts facts) {
            String value = facts.text(field);
            return value == null ? absent : byValue.getOrDefault(value, other);
        }
    }

    /** The bits of the amounts of one asset: those of index i hold from its bound on to the next. */
    private static final class AmountBits {
        private final long[] bounds;
        private final List<Bits> bits;

        AmountBits(long[] bounds, List<Bits> bits) {
            this.bounds = bounds;
            this.bits = bits;
        }

        Bits of(long minor) {
            int found = Arrays.binarySearch(bounds, minor);
            return bits.get(found >= 0 ? found : -found - 2);
        }
    }

    /** An index of items, each a list of conditions in which names are resolved. */
    RuleIndex(List<List<Condition>> items) {
        this.items = items;
        this.all = bits(item -> true);
        Map<Field, Map<String, Set<Integer>>> named = new LinkedHashMap<>();
        Set<Asset> assets = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            for (Condition condition : items.get(i)) {
                collect(condition, i, named, assets);
            }
        }
        named.forEach((field, naming) -> fields.add(fieldBits(field, naming)));
        this.otherAssets = bits(item -> item.stream().noneMatch(Condition.AmountWithin.class::isInstance));
        assets.forEach(asset -> amounts.put(asset, amountBits(asset)));
    }

    /** Whether the index tells all of a condition. */
    static boolean tells(Condition condition) {
        return condition instanceof Condition.AmountWithin || field(condition) != null;
    }

    /** The items that may apply, one bit each; the bits are the caller's. */
    Bits select(Facts facts) {
        Bits selected = all.copy();
        for (FieldBits field : fields) {
            selected.and(field.of(facts));
        }
        if (!amounts.isEmpty()) {
            Money amount = facts.proposal().amount();
            AmountBits ofAsset = amounts.get(amount.asset());
            selected.and(ofAsset == null ? otherAssets : ofAsset.of(amount.minor()));
        }
        return selected;
    }

    /** The fact that a condition is on, when one look-up of its value tells the condition; else null. */
    private static @Nullable Field field(Condition condition) {
        if (condition instanceof Condition.In in) {
            return in.field();
        }
        if (condition instanceof Condition.Present present) {
            return present.field();
        }
        return condition instanceof Condition.Not not ? field(not.condition()) : null;
    }

    private static void collect(
            Condition condition, int item, Map<Field, Map<String, Set<Integer>>> named, Set<Asset> assets) {
        Field field = field(condition);
        if (field != null) {
            Map<String, Set<Integer>> naming = named.computeIfAbsent(field, first -> new HashMap<>());
            values(condition)
                    .forEach(value -> naming.computeIfAbsent(value, first -> new HashSet<>())
                            .add(item));
        } else if (condition instanceof Condition.AmountWithin amount) {
            assets.add(amount.asset());
        }
    }

    private static Set<String> values(Condition condition) {
        if (condition instanceof Condition.In in) {
            return in.values();
        }
        return condition instanceof Condition.Not not ? values(not.condition()) : Set.of();
    }

    /** A value differs from others that no condition names only for the items that name it. */
    private FieldBits fieldBits(Field field, Map<String, Set<Integer>> naming) {
        Bits other = bits(item -> areMet(item, field, OTHER));
        Map<String, Bits> byValue = new HashMap<>();
        naming.forEach((value, named) -> {
            Bits bits = other.copy();
            named.forEach(i -> bits.set(i, areMet(items.get(i), field, value)));
            byValue.put(value, bits);
        });
        return new FieldBits(field, byValue, other, bits(item -> areMet(item, field, null)));
    }

    private static boolean areMet(List<Condition> item, Field field, @Nullable String value) {
        for (Condition condition : item) {
            if (field.equals(field(condition)) && !isMet(condition, value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMet(Condition condition, @Nullable String value) {
        if (condition instanceof Condition.In in) {
            return value != null && in.values().contains(value);
        }
        if (condition instanceof Condition.Not not) {
            return !isMet(not.condition(), value);
        }
        return value != null; // is present
    }

    /** Each item is met between two bounds at most, so its bit changes twice on the way from the lowest to the highest. */
    private AmountBits amountBits(Asset asset) {
        NavigableMap<Long, List<Integer>> changes = new TreeMap<>();
        changes.put(0L, new ArrayList<>());
        for (int i = 0; i < items.size(); i++) {
            addChanges(items.get(i), i, asset, changes);
        }
        Bits met = otherAssets.copy();
        List<Bits> bits = new ArrayList<>(changes.size());
        changes.values().forEach(changed -> {
            changed.forEach(i -> met.set(i, !met.isSet(i)));
            bits.add(met.copy());
        });
        return new AmountBits(
                changes.keySet().stream().mapToLong(Long::longValue).toArray(), bits);
    }

    /** Where an item that looks at the amount begins and ends to be met; nowhere when no amount of the asset meets it. */
    private static void addChanges(
            List<Condition> item, int i, Asset asset, NavigableMap<Long, List<Integer>> changes) {
        long min = 0;
        long max = -1;
        for (Condition condition : item) {
            if (condition instanceof Condition.AmountWithin amount) {
                if (!amount.asset().equals(asset)) {
                    return;
                }
                min = Math.max(min, amount.minMinor());
                max = Math.min(max < 0 ? Long.MAX_VALUE : max, amount.maxMinor());
            }
        }
        if (min <= max) {
            changes.computeIfAbsent(min, first -> new ArrayList<>()).add(i);
            if (max < Long.MAX_VALUE) {
                changes.computeIfAbsent(max + 1, first -> new ArrayList<>()).add(i);
            }
        }
    }

    /** How many words its bits take. */
    long words() {
        long rows = 2L
                + fields.stream().mapToLong(field -> field.byValue.size() + 2).sum();
        rows += amounts.values().stream()
                .mapToLong(amount -> amount.bits.size())
                .sum();
        return rows * all.words();
    }

    private Bits bits(Predicate<List<Condition>> isSet) {
        return Bits.of(items.size(), i -> isSet.test(items.get(i)));
    }
}
