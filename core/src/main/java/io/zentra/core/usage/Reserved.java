package io.zentra.core.usage;

import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.usage.internal.Reservation;

/** What a decision added to meters, for the decision's event to keep. Immutable. */
public final class Reserved {
    private final Reservation reservation;

    Reserved(Reservation reservation) {
        this.reservation = reservation;
    }

    /** Whether the decision added to no meter. */
    public boolean isEmpty() {
        return reservation.charges().isEmpty();
    }

    /**
     * Writes the member {@code usage} into the body of the decision's event, in its place among the others; nothing when
     * the decision added to no meter.
     */
    public void write(CanonicalJson json) {
        if (!isEmpty()) {
            reservation.write(json);
        }
    }
}
