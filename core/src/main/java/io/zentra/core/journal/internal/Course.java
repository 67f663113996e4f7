package io.zentra.core.journal.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.TrustedKeys;
import java.util.Optional;

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
    /** The root that the tiles give of so many events; empty where they are missing, or damaged, and the events as well. */
    Optional<byte[]> root(long size) {
        try {
            return Optional.of(new MerkleLog(store).root(size));
        } catch (ZentraException missing) {
            if (missing.code() != ErrorCode.JOURNAL_DAMAGED && missing.code() != ErrorCode.EVENT_ARCHIVED) {
                throw missing;
            }
            return Optional.empty();
        }
    }

    /** Counts a fault unless something is right. */
    void require(boolean right, String otherwise) {
        if (!right) {
            faults.accept(otherwise);
        }
    }
}
