package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.EntityId;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.rail.RouteDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Looks for a rail again, for a transfer that none could take when it was looked for last: one was closed, or left alone. It
 * is looked for until one can, since another runtime may have other rails; who does not want that cancels the transfer.
 *
 * @param id the transfer
 * @param flow how the runtime's transfers go
 */
record RouteTransfer(String id, Flow flow) implements Command<Boolean> {
    private static final Duration PAUSE = Duration.ofHours(1);

    @Override
    public Operation operation() {
        return Operations.ROUTE;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, Sending.LOOK, id);
        NamedTransfer.need(reads, id, flow);
        TransferRow transfer = reads.need(TransferTables.TRANSFER, no());
        if (transfer != null) {
            Routes.need(reads, transfer);
        }
    }

    /** Whether it waits no longer. */
    @Override
    public Boolean decide(UnitOfWork work) {
        DueWork.finish(work, Sending.LOOK, id);
        TransferRow transfer = NamedTransfer.require(work, id);
        if (transfer.status() != TransferStatus.PENDING) {
            return true;
        }
        RouteDecision route =
                Routes.next(work, transfer, flow, Set.copyOf(transfer.trail().tried()));
        if (route.chosen().isPresent() && new Legs(work, flow, transfer).isReserved()) {
            Sending.sendOn(work, flow, transfer, route, Told.NOTHING);
            return true;
        }
        Instant later = work.now().plus(PAUSE);
        Instant opens = route.chosen().isPresent() ? null : route.lookAgainAt();
        DueWork.schedule(work, Sending.LOOK, id, opens == null ? later : opens);
        return false;
    }

    private long no() {
        return EntityId.parse("tr", id).map(EntityId::seq).orElse(0L);
    }
}
