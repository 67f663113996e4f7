package io.zentra.policy.internal;

import io.zentra.policy.Condition;
import io.zentra.policy.Corridor;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.policy.Rule;
import io.zentra.policy.Step;
import io.zentra.policy.Verdict;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code Policy} says of the order of things, said once more in the plainest way: no index, no closures. */
final class NaivePolicy {
    private final Policy policy;
    private final Facts facts;
    private final Map<String, Long> windows;

    /** What is told. */
    record Told(
            Verdict verdict,
            @Nullable String reason,
            @Nullable String by,
            List<String> fired,
            int score) {}

    /**
     * An operation before a policy.
     *
     * @param windows what each window that counts the operation comes to
     */
    NaivePolicy(Policy policy, Facts facts, Map<String, Long> windows) {
        this.policy = policy;
        this.facts = facts;
        this.windows = windows;
    }

    boolean counts(Measure measure) {
        return measure.where().stream().allMatch(this::isMet)
                && (measure.asset() == null
                        || measure.asset().equals(facts.proposal().amount().asset()))
                && (measure.of() == null || facts.text(measure.of()) != null);
    }

    boolean isMet(Condition condition) {
        if (condition instanceof Condition.In in) {
            return facts.text(in.field()) != null && in.values().contains(facts.text(in.field()));
        }
        if (condition instanceof Condition.StartsWith starts) {
            String text = facts.text(starts.field());
            return text != null && text.startsWith(starts.prefix());
        }
        if (condition instanceof Condition.Present present) {
            return facts.text(present.field()) != null;
        }
        if (condition instanceof Condition.AmountWithin amount) {
            long minor = facts.proposal().amount().minor();
            return amount.asset().equals(facts.proposal().amount().asset())
                    && minor >= amount.minMinor()
                    && minor <= amount.maxMinor();
        }
        if (condition instanceof Condition.WindowWithin window) {
            Long value = windows.get(window.window());
            return value != null && value >= window.min() && value <= window.max();
        }
        if (condition instanceof Condition.Any any) {
            return any.conditions().stream().anyMatch(this::isMet);
        }
        if (condition instanceof Condition.All all) {
            return all.conditions().stream().allMatch(this::isMet);
        }
        if (condition instanceof Condition.Not not) {
            return !isMet(not.condition());
        }
        if (condition instanceof Condition.Use use) {
            Condition defined = policy.definitions().get(use.name());
            return defined != null && isMet(defined);
        }
        return isTimeMet(condition);
    }

    private boolean isTimeMet(Condition condition) {
        ZonedDateTime local = facts.at().atZone(facts.zone());
        if (condition instanceof Condition.Weekday weekday) {
            return weekday.days().contains(local.getDayOfWeek());
        }
        if (condition instanceof Condition.TimeOfDay time) {
            LocalTime now = local.toLocalTime();
            if (time.from().isBefore(time.to())) {
                return !now.isBefore(time.from()) && now.isBefore(time.to());
            }
            return !now.isBefore(time.from()) || now.isBefore(time.to());
        }
        Condition.Between between = (Condition.Between) condition;
        return (between.from() == null || !facts.at().isBefore(between.from()))
                && (between.to() == null || facts.at().isBefore(between.to()));
    }

    Told told() {
        List<String> fired = new ArrayList<>();
        List<Rule> routing = new ArrayList<>();
        int score = 0;
        String lane = null;
        String review = null;
        String by = null;
        String deny = null;
        boolean ended = false;
        for (Step step : policy.steps()) {
            List<Rule> applying = step.rules().stream()
                    .filter(rule -> rule.when().stream().allMatch(this::isMet))
                    .toList();
            for (Rule rule : applying) {
                if (rule.then() instanceof Effect.Route) {
                    routing.add(rule);
                }
                if (!ended || rule.then() instanceof Effect.Route) {
                    fired.add(rule.id());
                }
            }
            if (ended) {
                continue;
            }
            String stepReview = null;
            String stepReviewBy = null;
            String acceptedBy = null;
            for (Rule rule : applying) {
                if (rule.then() instanceof Effect.Score points) {
                    score += points.points();
                    lane = lane == null ? points.lane() : lane;
                } else if (rule.then() instanceof Effect.Deny denial && deny == null) {
                    deny = denial.code();
                    by = rule.id();
                } else if (rule.then() instanceof Effect.Review one && stepReview == null) {
                    stepReview = one.lane();
                    stepReviewBy = rule.id();
                } else if (rule.then() instanceof Effect.Accept && acceptedBy == null) {
                    acceptedBy = rule.id();
                }
            }
            for (int i = policy.bands().size() - 1; i >= 0; i--) {
                if (score >= policy.bands().get(i).from()) {
                    Effect then = policy.bands().get(i).then();
                    if (then instanceof Effect.Deny denial && deny == null) {
                        deny = denial.code();
                        by = "score";
                    } else if (then instanceof Effect.Review one && stepReview == null) {
                        stepReview = lane == null ? one.lane() : lane;
                        stepReviewBy = "score";
                    }
                    break;
                }
            }
            if (deny != null) {
                return new Told(Verdict.DENIED, deny, by, withRoutes(fired, step), score);
            }
            if (stepReview != null && review == null) {
                review = stepReview;
                by = stepReviewBy;
            }
            if (acceptedBy != null) {
                by = review == null ? acceptedBy : by;
                ended = true;
            }
        }
        String rail = railFault(routing);
        if (rail != null) {
            return new Told(
                    Verdict.DENIED, rail.equals("corridors") ? "corridor_closed" : "no_rail", rail, fired, score);
        }
        return review == null
                ? new Told(Verdict.ACCEPTED, null, by, fired, score)
                : new Told(Verdict.REVIEW, review, by, fired, score);
    }

    /** Routing rules of the steps after a denial are told too. */
    private List<String> withRoutes(List<String> fired, Step last) {
        List<String> all = new ArrayList<>(fired);
        boolean after = false;
        for (Step step : policy.steps()) {
            if (after) {
                step.rules().stream()
                        .filter(rule -> rule.then() instanceof Effect.Route)
                        .filter(rule -> rule.when().stream().allMatch(this::isMet))
                        .forEach(rule -> all.add(rule.id()));
            }
            after |= step.equals(last);
        }
        return all;
    }

    private @Nullable String railFault(List<Rule> routing) {
        String asked = facts.proposal().rail();
        if (asked != null) {
            return excluded(asked, routing);
        }
        List<String> why = new ArrayList<>();
        for (String rail : facts.proposal().rails()) {
            String one = excluded(rail, routing);
            if (one == null) {
                return null;
            }
            why.add(one);
        }
        return why.stream()
                .filter(one -> !one.equals("corridors"))
                .findFirst()
                .orElse(why.isEmpty() ? null : "corridors");
    }

    private @Nullable String excluded(String rail, List<Rule> routing) {
        boolean closed = policy.corridors().stream()
                .filter(list -> list.rail().equals(rail))
                .anyMatch(list -> !isIn(list.countries(), facts.proposal().countries())
                        || !isIn(list.currencies(), facts.proposal().currencies()));
        if (closed) {
            return "corridors";
        }
        for (Rule rule : routing) {
            Effect.Route route = (Effect.Route) rule.then();
            boolean named = route.rails().contains(rail);
            if (route.verb() == Effect.Route.Verb.ALLOW ? !named : route.verb() == Effect.Route.Verb.FORBID && named) {
                return rule.id();
            }
        }
        return null;
    }

    private static boolean isIn(List<Corridor> list, @Nullable Corridor one) {
        return list.isEmpty()
                || (one != null
                        && list.stream()
                                .anyMatch(pair -> List.of("*", one.from()).contains(pair.from())
                                        && List.of("*", one.to()).contains(pair.to())));
    }
}
