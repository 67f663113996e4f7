package io.zentra.policy.internal;

import io.zentra.policy.Corridor;
import io.zentra.policy.Decision;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.Fired;
import io.zentra.policy.Proposal;
import io.zentra.policy.RailChoice;
import io.zentra.policy.RailCorridors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rails may take an operation: by lists of corridors first, then by the routing rules that applied. */
final class RailRules {
    private final Map<String, RailCorridors> corridors = new HashMap<>();

    /**
     * Why an operation is refused although no rule denies it.
     *
     * @param code the code of the denial
     * @param by what decided
     */
    record Refusal(String code, String by) {}

    RailRules(List<RailCorridors> corridors) {
        corridors.forEach(list -> this.corridors.put(list.rail(), list));
    }

    /** Sorts the rails of a proposal, the one that it asks for among them. */
    RailChoice choose(Facts facts, List<Fired> fired) {
        Set<String> candidates = new LinkedHashSet<>(facts.proposal().rails());
        if (facts.proposal().rail() != null) {
            candidates.add(facts.proposal().rail());
        }
        Map<String, String> excluded = new LinkedHashMap<>();
        for (String rail : candidates) {
            String why = isOpen(rail, facts.proposal()) ? byRule(rail, fired) : RailChoice.CORRIDORS;
            if (why != null) {
                excluded.put(rail, why);
            }
        }
        candidates.removeAll(excluded.keySet());
        return new RailChoice(preferred(candidates, fired), excluded);
    }

    /** An operation that needs a rail and has none left is refused; null when it has one, or needs none. */
    @Nullable
    Refusal refusal(Facts facts, RailChoice choice) {
        String asked = facts.proposal().rail();
        if (asked != null) {
            String why = choice.excluded().get(asked);
            return why == null ? null : refusal(why);
        }
        if (facts.proposal().rails().isEmpty() || !choice.eligible().isEmpty()) {
            return null;
        }
        boolean closed = choice.excluded().values().stream().allMatch(RailChoice.CORRIDORS::equals);
        return refusal(
                closed
                        ? RailChoice.CORRIDORS
                        : choice.excluded().values().stream()
                                .filter(why -> !why.equals(RailChoice.CORRIDORS))
                                .findFirst()
                                .orElse(RailChoice.CORRIDORS));
    }

    private static Refusal refusal(String why) {
        return new Refusal(why.equals(RailChoice.CORRIDORS) ? Decision.CORRIDOR_CLOSED : Decision.NO_RAIL, why);
    }

    private boolean isOpen(String rail, Proposal proposal) {
        RailCorridors list = corridors.get(rail);
        return list == null
                || (covers(list.countries(), proposal.countries()) && covers(list.currencies(), proposal.currencies()));
    }

    private static boolean covers(List<Corridor> list, @Nullable Corridor one) {
        return list.isEmpty() || (one != null && list.stream().anyMatch(pair -> pair.covers(one)));
    }

    private static @Nullable String byRule(String rail, List<Fired> fired) {
        for (Fired rule : fired) {
            if (rule.effect() instanceof Effect.Route route && takesOut(route, rail)) {
                return rule.rule();
            }
        }
        return null;
    }

    /** Whether a routing rule keeps what it applies to from a rail. */
    static boolean takesOut(Effect.Route route, String rail) {
        boolean names = route.rails().contains(rail);
        return (route.verb() == Effect.Route.Verb.FORBID && names)
                || (route.verb() == Effect.Route.Verb.ALLOW && !names);
    }

    private static List<String> preferred(Set<String> candidates, List<Fired> fired) {
        Set<String> inOrder = new LinkedHashSet<>();
        for (Fired rule : fired) {
            if (rule.effect() instanceof Effect.Route route && route.verb() == Effect.Route.Verb.PREFER) {
                route.rails().stream().filter(candidates::contains).forEach(inOrder::add);
            }
        }
        inOrder.addAll(candidates);
        return new ArrayList<>(inOrder);
    }
}
