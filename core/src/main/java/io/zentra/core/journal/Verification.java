package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.List;

/**
 * The result of verifying a journal. Immutable.
 *
 * @param events up to which event the journal is verified, now or in the verification that this one went on from
 * @param read how many events this verification read
 * @param isComplete whether it came to the last event, so that all state was compared; otherwise a
 *     {@linkplain VerificationPlan#atMost limit} or damage stopped it
 * @param faults what is wrong, the first damage first; empty when nothing is
 */
public record Verification(long events, long read, boolean isComplete, List<String> faults) {
    /** Copies the faults. */
    public Verification {
        faults = List.copyOf(faults);
    }

    /** Whether nothing is wrong with what was verified; see {@link #isComplete}. */
    public boolean isSound() {
        return faults.isEmpty();
    }

    /**
     * Returns this when nothing is wrong.
     *
     * @throws ZentraException {@code journal_damaged} with the first fault
     */
    public Verification requireSound() {
        if (!isSound()) {
            throw ZentraException.of(ErrorCode.JOURNAL_DAMAGED, faults.size() + " faults, the first: " + faults.get(0));
        }
        return this;
    }
}
