package io.zentra.runtime.rail;

import io.zentra.policy.Decision;
import io.zentra.policy.DecisionRecord;
import io.zentra.policy.Effect;
import io.zentra.policy.PolicyRef;
import io.zentra.policy.RailChoice;
import java.util.List;

/**
 * What a policy said about rails. Immutable.
 *
 * @param decision the id of its decision, {@code de_…}
 * @param version which version decided
 * @param rails which rails may be taken; when it names none at all, the policy was not asked about rails
 * @param preferred those of them that a rule prefers, the first one first
 */
public record RoutePolicy(String decision, PolicyRef version, RailChoice rails, List<String> preferred) {
    /** Why a rail is excluded that the policy was not asked about, while it was asked about others. */
    public static final String NOT_PROPOSED = "not_proposed";

    /** Copies the list. */
    public RoutePolicy {
        preferred = List.copyOf(preferred);
    }

    /** What a decision said. */
    public static RoutePolicy of(DecisionRecord record) {
        return of(record.id(), record.decision());
    }

    /** The same of a decision whose record has this id. */
    public static RoutePolicy of(String id, Decision decision) {
        RailChoice choice = decision.rails();
        List<String> preferred = choice.eligible().stream()
                .filter(rail -> decision.fired().stream()
                        .anyMatch(fired -> fired.effect() instanceof Effect.Route route
                                && route.verb() == Effect.Route.Verb.PREFER
                                && route.rails().contains(rail)))
                .toList();
        return new RoutePolicy(id, decision.policy(), choice, preferred);
    }

    /** Whether it says anything of rails. */
    boolean constrains() {
        return !rails.eligible().isEmpty() || !rails.excluded().isEmpty();
    }

    /** The place of a rail among those that are preferred; after the last one for all others. */
    int place(String rail) {
        int place = preferred.indexOf(rail);
        return place < 0 ? preferred.size() : place;
    }
}
