package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.List;

/**
 * The result of verifying a journal. Immutable.
 *
 * @param events how many events were checked
 * @param faults what is wrong, the first damage first; empty when nothing is
 */
public record Verification(long events, List<String> faults) {
    /** Copies the faults. */
    public Verification {
        faults = List.copyOf(faults);
    }

    /** Whether nothing is wrong. */
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
