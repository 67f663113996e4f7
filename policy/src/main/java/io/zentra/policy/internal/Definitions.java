package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Conditions by name, and which use which. */
final class Definitions {
    /** The most definitions of which each uses the next: what follows them goes as deep as this. */
    private static final int MAX_CHAIN = 32;

    private final Map<String, Condition> definitions;

    Definitions(Map<String, Condition> definitions) {
        this.definitions = definitions;
    }

    /** Refuses definitions that use themselves, over others or not, and chains of too many. */
    void requireFinite() {
        Map<String, Integer> lengths = new HashMap<>();
        definitions.keySet().forEach(name -> follow(name, new ArrayList<>(), lengths));
    }

    /** How many definitions follow one another from this one on, itself included. */
    private int follow(String name, List<String> way, Map<String, Integer> lengths) {
        if (way.contains(name)) {
            way.add(name);
            throw Fault.at(
                    "$.definitions." + name,
                    "uses itself: " + String.join(" > ", way.subList(way.indexOf(name), way.size())));
        }
        Integer known = lengths.get(name);
        if (known != null) {
            return known;
        }
        way.add(name);
        requireShort(way.get(0), way.size());
        int length = 1;
        Condition condition = definitions.get(name);
        if (condition != null) {
            for (String next : used(condition)) {
                length = Math.max(length, 1 + follow(next, way, lengths));
            }
        }
        requireShort(name, length);
        way.remove(way.size() - 1);
        lengths.put(name, length);
        return length;
    }

    private static void requireShort(String name, int chain) {
        if (chain > MAX_CHAIN) {
            throw Fault.at(
                    "$.definitions." + name, "leads over more than " + MAX_CHAIN + " definitions: join some of them");
        }
    }

    /** Whether a condition looks at a window, by itself or over definitions. */
    boolean usesWindow(Condition condition) {
        return usesWindow(condition, new HashSet<>());
    }

    private boolean usesWindow(Condition condition, Set<String> seen) {
        if (condition instanceof Condition.WindowWithin) {
            return true;
        }
        if (condition instanceof Condition.Use use) {
            Condition defined = definitions.get(use.name());
            return defined != null && seen.add(use.name()) && usesWindow(defined, seen);
        }
        return inner(condition).stream().anyMatch(each -> usesWindow(each, seen));
    }

    private static Set<String> used(Condition condition) {
        Set<String> names = new HashSet<>();
        if (condition instanceof Condition.Use use) {
            names.add(use.name());
        }
        inner(condition).forEach(each -> names.addAll(used(each)));
        return names;
    }

    /** The conditions directly inside another. */
    static List<Condition> inner(Condition condition) {
        if (condition instanceof Condition.Any any) {
            return any.conditions();
        }
        if (condition instanceof Condition.All all) {
            return all.conditions();
        }
        return condition instanceof Condition.Not not ? List.of(not.condition()) : List.of();
    }

    /** Conditions that all must be met, with what they use in place of the names, and none of them a conjunction. */
    List<Condition> flat(List<Condition> conditions) {
        List<Condition> flat = new ArrayList<>();
        conditions.forEach(condition -> addFlat(resolved(condition), flat));
        return List.copyOf(flat);
    }

    private static void addFlat(Condition condition, List<Condition> flat) {
        if (condition instanceof Condition.All all) {
            all.conditions().forEach(each -> addFlat(each, flat));
        } else {
            flat.add(condition);
        }
    }

    /** How many conditions these are with what they use in place of the names; {@code most + 1} for any more. */
    int size(List<Condition> conditions, int most) {
        long size = 0;
        Map<String, Long> known = new HashMap<>();
        for (Condition condition : conditions) {
            size += size(condition, most, known);
        }
        return (int) Math.min(size, most + 1L);
    }

    private long size(Condition condition, int most, Map<String, Long> known) {
        if (condition instanceof Condition.Use use) {
            Long before = known.get(use.name());
            if (before != null) {
                return before;
            }
            Condition defined = definitions.get(use.name());
            long size = defined == null ? 1 : size(defined, most, known);
            known.put(use.name(), size);
            return size;
        }
        long size = 1;
        for (Condition inner : inner(condition)) {
            size = Math.min(size + size(inner, most, known), most + 1L);
        }
        return size;
    }

    /** A condition with what it uses in place of the names. */
    private Condition resolved(Condition condition) {
        if (condition instanceof Condition.Use use) {
            Condition defined = definitions.get(use.name());
            if (defined == null) {
                throw new IllegalStateException("no definition " + use.name());
            }
            return resolved(defined);
        }
        if (condition instanceof Condition.Any any) {
            return new Condition.Any(
                    any.conditions().stream().map(this::resolved).toList());
        }
        if (condition instanceof Condition.All all) {
            return new Condition.All(
                    all.conditions().stream().map(this::resolved).toList());
        }
        return condition instanceof Condition.Not not ? new Condition.Not(resolved(not.condition())) : condition;
    }
}
