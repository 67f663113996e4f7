package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import io.zentra.policy.Decision;
import io.zentra.policy.Effect;
import io.zentra.policy.Effect.Route.Verb;
import io.zentra.policy.Field;
import io.zentra.policy.Finding.Kind;
import io.zentra.policy.RailChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rails that can take nothing, and corridors that no rail takes. */
final class RailFindings {
    private static final int MAX_PAIRS = 1_000;
    private static final int MAX_RAILS = 64;

    private final Analysed analysed;
    private final Rails rails;
    private final Set<String> closed = new HashSet<>();
    private final Set<String> pairs = new HashSet<>();

    RailFindings(Analysed analysed) {
        this.analysed = analysed;
        this.rails = new Rails(analysed);
    }

    void add() {
        rails.named().forEach(this::addClosed);
        for (AnalysedRule rule : analysed.rules()) {
            if (analysed.isFull()) {
                return;
            }
            if (rule.effect() instanceof Effect.Route route && route.verb() != Verb.FORBID) {
                addClosed(rule, route);
            }
            if (!(rule.effect() instanceof Effect.Deny) && !rails.named().isEmpty()) {
                addMissing(rule, Field.COUNTRY_FROM, Field.COUNTRY_TO);
                addMissing(rule, Field.CURRENCY_FROM, Field.CURRENCY_TO);
            }
        }
    }

    /** A rail that is closed to all operations. */
    private void addClosed(String rail, String path) {
        List<AnalysedRule> closing = rails.closing(List.of(), rail);
        Example example = closing == null ? null : shown(List.of(), rail);
        if (closing != null && example != null) {
            closed.add(rail);
            analysed.add(
                    Kind.CLOSED_RAIL,
                    path,
                    ids(null, closing),
                    "no operation may use the rail " + rail + ": leave it out, or open it",
                    example);
        }
    }

    /** Rails of a rule that are closed to all operations that meet it. */
    private void addClosed(AnalysedRule rule, Effect.Route route) {
        for (int i = 0; i < route.rails().size(); i++) {
            String rail = route.rails().get(i);
            List<AnalysedRule> closing = closed.contains(rail) ? null : rails.closing(rule.met(), rail);
            Example example = closing == null ? null : shown(rule.met(), rail);
            if (closing != null && example != null) {
                analysed.add(
                        Kind.CLOSED_RAIL,
                        Rails.path(rule, route, i),
                        ids(rule, closing),
                        "the rail " + rail + " is closed to whatever meets the rule: "
                                + (closing.isEmpty() ? "its corridors are others" : "other rules take it out"),
                        example);
            }
        }
    }

    /** An operation that may not use a rail; null when there is none at hand. */
    private @Nullable Example shown(List<Condition> conditions, String rail) {
        Example example = analysed.find(conditions).example();
        if (example == null) {
            return null;
        }
        Example shown = example.over(Set.of(rail));
        return shown.decide(analysed.compiled()).rails().excluded().containsKey(rail) ? shown : null;
    }

    /** Corridors that a rule names and no rail is open for. */
    private void addMissing(AnalysedRule rule, Field from, Field to) {
        for (String sender : values(rule, from)) {
            for (String receiver : values(rule, to)) {
                String pair = from + " " + sender + ">" + receiver;
                if (pairs.size() < MAX_PAIRS && pairs.add(pair)) {
                    List<Condition> ends = List.of(Condition.is(from, sender), Condition.is(to, receiver));
                    addMissing(rule, sender + ">" + receiver, AnalysedRule.with(rule.met(), analysed.met(ends)));
                }
            }
        }
    }

    private void addMissing(AnalysedRule rule, String corridor, List<Condition> conditions) {
        Set<AnalysedRule> closing = new LinkedHashSet<>();
        Set<String> all = new LinkedHashSet<>(rails.named().keySet());
        if (all.size() > MAX_RAILS) {
            return;
        }
        for (String rail : all) {
            List<AnalysedRule> closingIt = rails.closing(conditions, rail);
            if (closingIt == null) {
                return;
            }
            closing.addAll(closingIt);
        }
        Example example = analysed.find(conditions).example();
        if (example != null && isRefused(example.over(all), closing)) {
            analysed.add(
                    Kind.MISSING_CORRIDOR,
                    rule.path(),
                    ids(rule, closing),
                    "of the rails that the policy names none is open for " + corridor + ", which the rule speaks of",
                    example.over(all));
        }
    }

    /** Whether an operation has no rail left, and would go on if it had. */
    private boolean isRefused(Example example, Set<AnalysedRule> closing) {
        Decision decision = example.decide(analysed.compiled());
        return decision.rails().eligible().isEmpty()
                && (RailChoice.CORRIDORS.equals(decision.decidedBy())
                        || closing.stream().anyMatch(rule -> rule.id().equals(decision.decidedBy())));
    }

    private static Set<String> values(AnalysedRule rule, Field field) {
        Set<String> values = new LinkedHashSet<>();
        for (Condition condition : rule.when()) {
            if (condition instanceof Condition.In in && in.field().equals(field)) {
                in.values().stream().sorted().forEach(values::add);
            }
        }
        return values;
    }

    private static List<String> ids(@Nullable AnalysedRule first, Iterable<AnalysedRule> others) {
        Set<String> ids = new LinkedHashSet<>();
        if (first != null) {
            ids.add(first.id());
        }
        others.forEach(rule -> ids.add(rule.id()));
        return new ArrayList<>(ids);
    }
}
