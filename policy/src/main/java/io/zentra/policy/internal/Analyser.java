package io.zentra.policy.internal;

import io.zentra.policy.Analysis;
import io.zentra.policy.Policy;

/**
 * Finds what is wrong with a policy. An error is told only where it is certain; of which rules that could not be settled in
 * so many steps is told too.
 *
 * <p>For each rule an operation that meets it is looked for, by narrowing what each fact may be. What else applies to that
 * very operation, which the index tells at once, are the only rules that can stand before it in all cases: they are
 * excluded one by one, {@value Analysed#MAX_ROUNDS} at most, until an operation is left that the rule decides, or
 * certainly none. So rules are compared in pairs only where an operation meets both, and 5,000 of them take a second or
 * two; the searches of one analysis take so many steps at most, however its conditions are nested.
 */
public final class Analyser {
    private Analyser() {}

    /** Looks at all rules. */
    public static Analysis analyse(Policy policy) {
        Analysed analysed = new Analysed(CompiledPolicy.of(policy, 0));
        new RuleFindings(analysed).add();
        new BandFindings(analysed).add();
        new RailFindings(analysed).add();
        return new Analysis(PolicyText.hash(policy), analysed.findings());
    }
}
