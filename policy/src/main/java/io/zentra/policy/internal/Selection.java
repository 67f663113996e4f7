package io.zentra.policy.internal;

import io.zentra.policy.Decision;
import io.zentra.policy.Effect;
import io.zentra.policy.Facts;
import io.zentra.policy.WindowReading;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What of a policy may concern an operation. Immutable. */
public final class Selection {
    private final CompiledPolicy compiled;
    private final Facts facts;
    private final Bits rules;
    private final List<Integer> counting;

    /**
     * A selection.
     *
     * @param rules those that the index leaves
     * @param counting the places of the windows that count the operation
     */
    Selection(CompiledPolicy compiled, Facts facts, Bits rules, List<Integer> counting) {
        this.compiled = compiled;
        this.facts = facts;
        this.rules = rules;
        this.counting = counting;
    }

    /** The windows that count the operation, in the order of their names. */
    public List<Counted> counting() {
        return counting.stream().map(compiled.windows()::get).toList();
    }

    /** The lanes to which it may be sent. */
    public Set<String> lanes() {
        Set<String> lanes = new LinkedHashSet<>();
        for (int i = rules.next(0); i >= 0 && i < compiled.rules().size(); i = rules.next(i + 1)) {
            addLane(compiled.rules().get(i).rule().then(), lanes);
        }
        compiled.policy().bands().forEach(band -> addLane(band.then(), lanes));
        return lanes;
    }

    private static void addLane(Effect effect, Set<String> lanes) {
        if (effect instanceof Effect.Review review) {
            lanes.add(review.lane());
        } else if (effect instanceof Effect.Score score && score.lane() != null) {
            lanes.add(score.lane());
        }
    }

    /**
     * Decides.
     *
     * @param readings one for each window that counts it, in their order
     */
    public Decision decide(List<WindowReading> readings) {
        return new Deciding(this, readings).decide();
    }

    /** Whether it is the same at any time. */
    boolean isTimeless() {
        return compiled.selectsAtAnyTime();
    }

    /** A timeless one at another time: its operation with these facts, which differ in that only. */
    Selection at(Facts later) {
        return new Selection(compiled, later, rules, counting);
    }

    CompiledPolicy compiled() {
        return compiled;
    }

    Facts facts() {
        return facts;
    }

    Bits rules() {
        return rules;
    }

    /** The operation with what was read. */
    Situation situation(List<WindowReading> readings) {
        return Situation.of(facts, compiled.windows().size(), counting, readings);
    }
}
