package io.zentra.runtime.operations;

import io.zentra.runtime.Transfer;
import java.util.List;

/**
 * A page of transfers that were looked for. Immutable.
 *
 * @param transfers those found, in the order of their creation; a page may have few or none, and another follow
 * @param next where the next page begins; 0 when there is none
 */
public record TransferPage(List<Transfer> transfers, long next) {
    /** Copies the list. */
    public TransferPage {
        transfers = List.copyOf(transfers);
    }

    /** Whether another page follows. */
    public boolean hasNext() {
        return next != 0;
    }
}
