package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import io.zentra.policy.Decision;
import io.zentra.policy.Effect;
import io.zentra.policy.Finding.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules that decide nothing: no operation meets them, or others always come before. */
final class RuleFindings {
    private static final int MAX_EXAMPLES = 8;
    private static final int MAX_UNSETTLED_NAMED = 64;

    private final Analysed analysed;
    private final Precedence precedence;
    private final Set<String> idle = new HashSet<>();
    private final List<AnalysedRule> unsettled = new ArrayList<>();
    private final List<List<AnalysedRule>> ending = new ArrayList<>(); // by step

    RuleFindings(Analysed analysed) {
        this.analysed = analysed;
        this.precedence = new Precedence(analysed.compiled());
        analysed.compiled().windows().stream()
                .filter(window -> analysed.find(analysed.met(window.where())).isContradiction())
                .forEach(window -> idle.add(window.name()));
    }

    void add() {
        for (AnalysedRule rule : analysed.rules()) {
            if (analysed.isFull()) {
                return;
            }
            add(rule);
        }
        if (!unsettled.isEmpty()) {
            tellUnsettled();
        }
    }

    private void add(AnalysedRule rule) {
        List<AnalysedRule> ending = rule.effect() instanceof Effect.Route ? List.of() : ending(rule.place());
        Example example = ending.isEmpty() ? null : analysed.find(rule.met()).example();
        if (example != null) {
            tellBefore(rule, new Analysed.Before(ending, List.of(example), true), Kind.UNREACHABLE);
            return;
        }
        Analysed.Before before = analysed.before(rule.met(), met -> precedence.firstBefore(met, rule.place()));
        if (before != null && !before.isCertain()) {
            unsettled.add(rule);
        } else if (before != null && before.rules().isEmpty()) {
            tellNone(rule);
        } else if (before != null) {
            tellBefore(rule, before, Kind.SHADOWED);
        }
    }

    /** The rules that always end all before the step of a rule; none when that is not certain. */
    private List<AnalysedRule> ending(int rule) {
        int step = precedence.step(rule);
        while (ending.size() <= step) {
            int next = ending.size();
            List<AnalysedRule> known = next == 0 ? List.of() : ending.get(next - 1);
            Analysed.Before found =
                    known.isEmpty() ? analysed.before(List.of(), met -> precedence.firstEnding(met, next)) : null;
            ending.add(found == null || !found.isCertain() ? known : found.rules());
        }
        return ending.get(step);
    }

    /** All in one, so that a policy that is hard to look through does not hide what else was found. */
    private void tellUnsettled() {
        analysed.add(
                Kind.UNSETTLED,
                "$.steps",
                unsettled.stream()
                        .limit(MAX_UNSETTLED_NAMED)
                        .map(AnalysedRule::id)
                        .toList(),
                "whether anything is left to decide was not settled in so many steps, of so many rules: "
                        + unsettled.size(),
                null);
    }

    /** No operation meets the rule. */
    private void tellNone(AnalysedRule rule) {
        List<Condition> others =
                rule.when().stream().filter(condition -> !isIdle(condition)).toList();
        if (others.size() < rule.when().size()) {
            analysed.add(
                    Kind.UNREACHABLE,
                    rule.path(),
                    List.of(rule.id()),
                    "a window of its conditions counts no operation at all: mend what the window counts",
                    analysed.nearest(analysed.met(others)));
        } else {
            tellContradiction(rule);
        }
    }

    private boolean isIdle(Condition condition) {
        return condition instanceof Condition.WindowWithin within && idle.contains(within.window());
    }

    /** Names the first condition that leaves nothing, and the one that it contradicts when one alone does. */
    private void tellContradiction(AnalysedRule rule) {
        List<List<Condition>> each = rule.rule().when().stream()
                .map(condition -> analysed.met(analysed.resolved(List.of(condition))))
                .toList();
        List<Condition> before = new ArrayList<>();
        Example example = null;
        int last = 0;
        while (last < each.size() - 1) {
            Solver.Answer answer = analysed.find(AnalysedRule.with(before, each.get(last)));
            if (answer.isContradiction()) {
                break;
            }
            before.addAll(each.get(last));
            example = answer.example();
            last++;
        }
        int other = 0;
        while (other < last
                && !analysed.find(AnalysedRule.with(each.get(other), each.get(last)))
                        .isContradiction()) {
            other++;
        }
        if (last == 0) {
            example = withAllBut(each, 0);
        }
        String with = last == 0 ? "" : " together with " + (other < last ? "when[" + other + "]" : "those before");
        analysed.add(
                Kind.CONTRADICTION,
                rule.path() + ".when[" + last + "]",
                List.of(rule.id()),
                "no operation meets this condition" + with + ": the rule never applies",
                example);
    }

    /** An operation that meets all conditions but one that nothing meets. */
    private @Nullable Example withAllBut(List<List<Condition>> each, int left) {
        List<Condition> others = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            if (i != left) {
                others.addAll(each.get(i));
            }
        }
        return analysed.nearest(others);
    }

    private void tellBefore(AnalysedRule rule, Analysed.Before before, Kind kind) {
        Set<String> ids = new LinkedHashSet<>(List.of(rule.id()));
        before.rules().forEach(other -> ids.add(other.id()));
        String others = before.rules().stream().map(AnalysedRule::id).collect(Collectors.joining(", "));
        analysed.add(
                kind,
                rule.path(),
                List.copyOf(ids),
                kind == Kind.UNREACHABLE
                        ? "earlier steps always end all, by " + others + ": leave the rule out, or narrow those"
                        : "whatever meets its conditions is decided by " + others + ": leave it out, or put it first",
                example(rule, before));
    }

    /** An operation that meets the rule and is decided by one that stands before it. */
    private @Nullable Example example(AnalysedRule rule, Analysed.Before before) {
        Set<String> ids = before.rules().stream().map(AnalysedRule::id).collect(Collectors.toSet());
        List<Condition> query = new ArrayList<>(rule.met());
        List<Example> tried = new ArrayList<>(before.examples());
        for (int i = 0; i < MAX_EXAMPLES + before.examples().size(); i++) {
            Example example =
                    i < tried.size() ? tried.get(i) : analysed.find(query).example();
            if (example == null) {
                break;
            }
            Example shown = over(rule, example);
            Decision decision = shown.decide(analysed.compiled());
            if (ids.contains(decision.decidedBy())) {
                return shown;
            }
            if (i >= tried.size()) {
                tried.add(example);
            }
            analysed.rules().stream()
                    .filter(other -> other.id().equals(decision.decidedBy()))
                    .forEach(other -> query.add(other.unmet()));
        }
        return over(rule, before.examples().get(0));
    }

    /** Routing shows by the rails that it takes out. */
    private static Example over(AnalysedRule rule, Example example) {
        if (!(rule.effect() instanceof Effect.Route route)) {
            return example;
        }
        Set<String> rails = new LinkedHashSet<>(route.rails());
        return example.over(route.verb() == Effect.Route.Verb.ALLOW ? Set.of(without(rails)) : rails);
    }

    private static String without(Set<String> rails) {
        String rail = "other";
        while (rails.contains(rail)) {
            rail += "x";
        }
        return rail;
    }
}
