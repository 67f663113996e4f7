package io.zentra.policy.internal;

import io.zentra.policy.Decision;
import io.zentra.policy.Effect;
import io.zentra.policy.Fired;
import io.zentra.policy.Policy;
import io.zentra.policy.RailChoice;
import io.zentra.policy.ScoreBand;
import io.zentra.policy.Verdict;
import io.zentra.policy.WindowReading;
import io.zentra.policy.internal.CompiledPolicy.RuleItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One decision under way; {@link Policy} says in which order. */
final class Deciding {
    private final Selection selection;
    private final CompiledPolicy compiled;
    private final List<WindowReading> readings;
    private final Situation situation;
    private final List<Fired> fired = new ArrayList<>(4);
    private StepOutcome step = new StepOutcome("");
    private int score;
    private @Nullable String scoreLane;
    private @Nullable Effect kept;
    private @Nullable String keptBy;
    private boolean ended;

    Deciding(Selection selection, List<WindowReading> readings) {
        this.selection = selection;
        this.compiled = selection.compiled();
        this.readings = readings;
        this.situation = selection.situation(readings);
    }

    Decision decide() {
        List<RuleItem> rules = compiled.rules();
        Bits selected = selection.rules();
        for (int i = selected.next(0); i >= 0 && i < rules.size(); i = selected.next(i + 1)) {
            if (rules.get(i).restIsMet(situation)) {
                apply(rules.get(i));
            }
        }
        end();
        return decision();
    }

    private void apply(RuleItem item) {
        if (!item.step().equals(step.name)) {
            end();
            step = new StepOutcome(item.step());
        }
        Effect effect = item.rule().then();
        boolean routes = effect instanceof Effect.Route;
        if (ended && !routes) {
            return;
        }
        fired.add(new Fired(item.rule().id(), item.step(), effect, Bound.least(item.bounds(), situation)));
        if (effect instanceof Effect.Score points) {
            score += points.points();
            scoreLane = scoreLane == null ? points.lane() : scoreLane;
        } else if (!routes) {
            step.add(effect, item.rule().id());
        }
    }

    /** At the end of a step a denial ends all, a review is kept, an accept ends all. */
    private void end() {
        if (ended) {
            return;
        }
        Effect band = band();
        if (band != null) {
            step.add(band, Decision.BY_SCORE);
        }
        if (step.deny != null) {
            keep(step.deny, step.deniedBy);
            ended = true;
            return;
        }
        if (step.review != null && kept == null) {
            keep(step.review, step.reviewedBy);
        }
        if (step.acceptedBy != null) {
            keptBy = kept == null ? step.acceptedBy : keptBy;
            ended = true;
        }
    }

    private void keep(Effect effect, @Nullable String by) {
        kept = effect;
        keptBy = by;
    }

    private @Nullable Effect band() {
        Effect found = null;
        for (ScoreBand band : compiled.policy().bands()) {
            found = score >= band.from() ? band.then() : found;
        }
        return found instanceof Effect.Review && scoreLane != null ? new Effect.Review(scoreLane) : found;
    }

    private Decision decision() {
        RailChoice rails = compiled.rails().choose(selection.facts(), fired);
        if (!(kept instanceof Effect.Deny)) {
            RailRules.Refusal refusal = compiled.rails().refusal(selection.facts(), rails);
            if (refusal != null) {
                keep(new Effect.Deny(refusal.code()), refusal.by());
            }
        }
        Verdict verdict = Verdict.ACCEPTED;
        String reason = null;
        if (kept instanceof Effect.Deny deny) {
            verdict = Verdict.DENIED;
            reason = deny.code();
        } else if (kept instanceof Effect.Review review) {
            verdict = Verdict.REVIEW;
            reason = review.lane();
        }
        return new Decision(compiled.ref(), selection.facts(), verdict, reason, keptBy, fired, readings, score, rails);
    }

    /** What the rules of one step say, the first of each kind. */
    private static final class StepOutcome {
        private final String name;
        private Effect.@Nullable Deny deny;
        private @Nullable String deniedBy;
        private Effect.@Nullable Review review;
        private @Nullable String reviewedBy;
        private @Nullable String acceptedBy;

        StepOutcome(String name) {
            this.name = name;
        }

        void add(Effect effect, String by) {
            if (effect instanceof Effect.Deny first && deny == null) {
                deny = first;
                deniedBy = by;
            } else if (effect instanceof Effect.Review first && review == null) {
                review = first;
                reviewedBy = by;
            } else if (effect instanceof Effect.Accept && acceptedBy == null) {
                acceptedBy = by;
            }
        }
    }
}
