package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.List;

/**
 * Whether an export is what the signer's journal holds of a period, all of it. Immutable.
 *
 * @param faults what is wrong and in which line, the first first; empty when the export verifies
 * @param tenant the tenant's id; empty when it could not be read
 * @param period from when to when, as ISO 8601 says it; empty when it could not be read
 * @param packets how many packets were read
 * @param events how many events the period has
 * @param journalSize the size of the journal of which all packets speak
 * @param withheld how many texts are not shown though they were kept
 */
public record ExportVerdict(
        List<String> faults, String tenant, String period, long packets, long events, long journalSize, long withheld) {
    /** Copies the faults. */
    public ExportVerdict {
        faults = List.copyOf(faults);
    }

    /** Whether nothing is wrong. */
    public boolean isVerified() {
        return faults.isEmpty();
    }

    /**
     * Returns this when nothing is wrong.
     *
     * @throws ZentraException {@code proof_invalid} with the first fault
     */
    public ExportVerdict orElseThrow() {
        if (!isVerified()) {
            throw ZentraException.of(
                    ErrorCode.PROOF_INVALID, "the export does not verify: " + faults.get(0) + ": do not rely on it");
        }
        return this;
    }
}
