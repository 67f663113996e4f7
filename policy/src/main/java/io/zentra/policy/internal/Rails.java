package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Effect;
import io.zentra.policy.Effect.Route.Verb;
import io.zentra.policy.Field;
import io.zentra.policy.RailCorridors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rails that a policy names, and what keeps operations from them. */
final class Rails {
    private final Analysed analysed;
    private final Map<String, String> named = new LinkedHashMap<>();
    private final Map<String, RailCorridors> lists = new LinkedHashMap<>();

    Rails(Analysed analysed) {
        this.analysed = analysed;
        List<RailCorridors> corridors = analysed.policy().corridors();
        for (int i = 0; i < corridors.size(); i++) {
            lists.put(corridors.get(i).rail(), corridors.get(i));
            named.put(corridors.get(i).rail(), "$.corridors[" + i + "].rail");
        }
        for (AnalysedRule rule : analysed.rules()) {
            if (rule.effect() instanceof Effect.Route route && route.verb() != Verb.FORBID) {
                for (int i = 0; i < route.rails().size(); i++) {
                    named.putIfAbsent(route.rails().get(i), path(rule, route, i));
                }
            }
        }
    }

    /** Where a rule names a rail. */
    static String path(AnalysedRule rule, Effect.Route route, int rail) {
        return rule.path() + ".then.route." + PolicyText.word(route.verb()) + "[" + rail + "]";
    }

    /** The rails that rules or lists name to be used, with the first path of each. */
    Map<String, String> named() {
        return named;
    }

    /** Whether a list says where a rail may be used. */
    boolean hasList(String rail) {
        return lists.containsKey(rail);
    }

    /**
     * What keeps all operations of which these conditions are so from a rail: rules, and its list as well; null when one
     * may use it, or when it is not certain that none may.
     */
    @Nullable
    List<AnalysedRule> closing(List<Condition> conditions, String rail) {
        Analysed.Before closing =
                analysed.before(AnalysedRule.with(conditions, open(rail)), met -> firstToTakeOut(met, rail));
        return closing == null ? null : closing.rules();
    }

    private int firstToTakeOut(BitSet met, String rail) {
        return met.stream()
                .filter(i -> analysed.rules().get(i).effect() instanceof Effect.Route route
                        && RailRules.takesOut(route, rail))
                .findFirst()
                .orElse(-1);
    }

    /** That the list of a rail holds the operation's corridors. */
    private List<Condition> open(String rail) {
        if (!hasList(rail)) {
            return List.of();
        }
        RailCorridors list = Objects.requireNonNull(lists.get(rail));
        List<Condition> open = new ArrayList<>();
        addOneOf(open, list.countries(), Field.COUNTRY_FROM, Field.COUNTRY_TO);
        addOneOf(open, list.currencies(), Field.CURRENCY_FROM, Field.CURRENCY_TO);
        return open;
    }

    private static void addOneOf(List<Condition> open, List<Corridor> list, Field from, Field to) {
        if (!list.isEmpty()) {
            open.add(new Condition.Any(list.stream()
                    .map(pair -> Condition.all(end(from, pair.from()), end(to, pair.to())))
                    .toList()));
        }
    }

    private static Condition end(Field field, String code) {
        return code.equals(Corridor.ANY) ? new Condition.Present(field) : new Condition.In(field, Set.of(code));
    }
}
