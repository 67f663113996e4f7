package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.HeadStart;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import io.zentra.runtime.rail.RouteDecision;
import java.util.Objects;

/**
 * Writes the attempt of a transfer down, before its rail is called, so that whatever happens afterwards that is done under a
 * key that is known. The rail itself is called later, by due work.
 */
final class Sending {
    /** The kind of the work that looks for a rail again; its subject is the transfer. */
    static final String LOOK = "transfer.route";

    /** Said of an attempt over a rail that settles later. */
    static final String LATER = "later";

    private Sending() {}

    /**
     * Writes the attempt down that a transfer was created with; or when to look for a rail again.
     *
     * @param start lets this process call the rail as soon as that is durable
     */
    static void send(UnitOfWork work, Flow flow, TransferRow created, RouteDecision route, HeadStart start) {
        String attempt = created.trail().attempt();
        if (attempt == null) {
            new StateChange(TransferEvents.UNROUTED, TransferStatus.PENDING, Told.NOTHING.by(route))
                    .record(work, created);
            DueWork.scheduleNew(work, LOOK, created.id(), Objects.requireNonNull(route.lookAgainAt()));
        } else {
            AttemptRow row = attempt(work, created, attempt, over(flow, Told.NOTHING, route));
            start.plan(work, AttemptHandler.KIND, attempt, new AttemptHandler.Begun(row, created));
        }
    }

    /**
     * Reserves the money of a transfer that waited, and sends it, or looks for a rail later.
     *
     * @param draft what reserves it
     */
    static void reserveAndSend(
            UnitOfWork work,
            Flow flow,
            TransferRow waiting,
            RouteDecision route,
            LedgerWork.Draft draft,
            String caseId) {
        Posting reserve = LedgerWork.post(work, draft);
        sendOn(work, flow, waiting, route, Told.NOTHING.by(reserve.id()).inCase(caseId));
    }

    /** Sends a transfer that is reserved over the rail of a route, or looks for one later. */
    static void sendOn(UnitOfWork work, Flow flow, TransferRow reserved, RouteDecision route, Told told) {
        sendOn(work, new On(flow, HeadStart.none()), reserved, route, told);
    }

    /** How it is sent: over which rails, and by whom. */
    record On(Flow flow, HeadStart start) {}

    /** The same, by this process as soon as that is durable. */
    static void sendOn(UnitOfWork work, On on, TransferRow reserved, RouteDecision route, Told told) {
        Flow flow = on.flow();
        if (route.chosen().isEmpty()) {
            new StateChange(TransferEvents.UNROUTED, TransferStatus.PENDING, told.by(route)).record(work, reserved);
            DueWork.schedule(work, LOOK, reserved.id(), Objects.requireNonNull(route.lookAgainAt()));
            return;
        }
        String id = work.newId("at");
        Told over = over(flow, told, route);
        AttemptRow attempt = attempt(work, reserved, id, over);
        TransferRow sent = new StateChange(TransferEvents.ROUTED, TransferStatus.PROCESSING, over).in(reserved, id);
        on.start().plan(work, AttemptHandler.KIND, id, new AttemptHandler.Begun(attempt, sent));
        work.put(TransferTables.TRANSFER, sent);
        Volumes.moved(work, reserved, sent);
    }

    private static Told over(Flow flow, Told told, RouteDecision route) {
        String rail = route.chosen().orElseThrow();
        return told.by(route).over(rail).settling(flow.settlesLater(rail) ? LATER : null);
    }

    private static AttemptRow attempt(UnitOfWork work, TransferRow transfer, String id, Told told) {
        StateChange change = new StateChange(TransferEvents.ROUTED, TransferStatus.PROCESSING, told);
        long no = work.record(new UnitOfWork.Draft(TransferEvents.ROUTED, id, transfer.id(), change::write));
        AttemptRow attempt =
                AttemptRow.of(no, id, transfer.no(), Objects.requireNonNull(told.rail()), told.settles() != null);
        work.insert(TransferTables.ATTEMPT, attempt);
        return attempt;
    }
}
