package io.zentra.testing.architecture.planted.policy;

import io.zentra.testing.architecture.planted.ledger.internal.Hidden;

/** Uses a module that it must not use, and its internals at that. */
public final class ReachesIntoTheLedger {
    /** What it took. */
    public Hidden taken() {
        return new Hidden();
    }
}
