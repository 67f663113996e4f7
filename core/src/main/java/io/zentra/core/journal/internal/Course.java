package io.zentra.core.journal.internal;

import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.TrustedKeys;

/**
 * What one verification reads from, and where its faults go.
 *
 * @param store the journal, in one snapshot
 * @param stored all other rows, in the same one
 * @param tenant whose journal
 * @param trusted who may have signed for it; without any key, stored checkpoints are not checked
 * @param faults takes what is wrong
 */
record Course(JournalStore store, StateComparison stored, Tenant tenant, TrustedKeys trusted, Faults faults) {
    /** Counts a fault unless something is right. */
    void require(boolean right, String otherwise) {
        if (!right) {
            faults.accept(otherwise);
        }
    }
}
