package io.zentra.runtime;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.List;

/**
 * Whether a packet is what the signer's journal holds. Immutable.
 *
 * @param faults what is wrong, one line each; empty when the packet verifies
 * @param tenant the tenant's id; empty when it could not be read
 * @param correlation the id of what it is about; empty when it could not be read
 * @param status the state of the transfer or payment by its events; empty when it could not be read, or the packet is of
 *     neither
 * @param events how many events were proven
 * @param journalSize the size of the journal in the checkpoint: the packet tells of the transfer as of this sequence
 * @param withheld what is not shown though it was kept, such as {@code the callback of event 5}
 */
public record PacketVerdict(
        List<String> faults,
        String tenant,
        String correlation,
        String status,
        int events,
        long journalSize,
        List<String> withheld) {
    /** Copies the lists. */
    public PacketVerdict {
        faults = List.copyOf(faults);
        withheld = List.copyOf(withheld);
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
    public PacketVerdict orElseThrow() {
        if (!isVerified()) {
            throw ZentraException.of(
                    ErrorCode.PROOF_INVALID, "the packet does not verify: " + faults.get(0) + ": do not rely on it");
        }
        return this;
    }
}
