package io.zentra.testing.schedule;

import io.zentra.runtime.TransferStatus;
import io.zentra.testing.schedule.ExpectedTransfer.Place;
import java.util.List;

/**
 * What must become of a transfer that carries a capture or a refund.
 *
 * @param isRefund whether it carries a refund
 * @param transfer the transfer
 * @param story what was said of it
 */
record ExpectedCarriage(boolean isRefund, ExpectedTransfer transfer, Story story) {
    long minor() {
        return transfer.minor();
    }

    /** What of it is with its destination, or on its way there. */
    long moving() {
        return switch (transfer.place()) {
            case ON_ITS_WAY -> minor();
            case THERE -> minor() - transfer.back();
            case AT_ITS_SOURCE -> 0;
        };
    }

    /** Whether its rail brought it, however much of it went back. */
    boolean hasArrived() {
        return isIn(Place.THERE)
                || (isIn(Place.AT_ITS_SOURCE)
                        && transfer.money() != TransferStatus.FAILED
                        && transfer.money() != TransferStatus.CANCELLED);
    }

    boolean isIn(Place place) {
        return transfer.place() == place;
    }

    /** What of a capture can be taken back; nothing of a refund. */
    long left() {
        return isRefund ? 0 : transfer.left();
    }

    /** What it depends on. */
    List<Object> meaning() {
        return List.of(isRefund, minor(), transfer.isElsewhere(), story.told());
    }
}
