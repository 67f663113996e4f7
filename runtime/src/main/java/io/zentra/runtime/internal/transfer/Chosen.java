package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ZentraException;
import io.zentra.core.time.DueWork;
import io.zentra.ledger.LedgerWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.transfer.StateChange.Taken;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;

/** What persons decide about a transfer besides following the news. */
final class Chosen {
    private final UnitOfWork work;
    private final Flow flow;
    private final TransferRow transfer;
    private final AttemptRow attempt;
    private final Told told;

    /** Of an attempt, as its news is known. */
    Chosen(UnitOfWork work, Flow flow, TransferRow transfer, AttemptRow attempt, Told told) {
        this.work = work;
        this.flow = flow;
        this.transfer = transfer;
        this.attempt = attempt;
        this.told = told;
    }

    /** What was known before the contradiction stands; what was under way is asked about on. */
    void upheld(String caseId) {
        TransferStatus before = course(told).former();
        TransferStatus after = before == TransferStatus.IN_REVIEW ? TransferStatus.PROCESSING : before;
        course(told).changed(TransferEvents.UPHELD, after, told.inCase(caseId));
        if (after == TransferStatus.PROCESSING) {
            DueWork.scheduleAgain(work, AttemptHandler.KIND, attempt.id(), work.now());
        }
    }

    /** An operator settles it, whatever the rail says; the ledger may refuse that. */
    void settled(String reason) {
        Told settled = told.because(reason)
                .taking(new Taken(attempt.id(), AttemptOutcome.SUCCEEDED))
                .over(attempt.rail());
        work.put(TransferTables.ATTEMPT, attempt.decided(AttemptOutcome.SUCCEEDED));
        String posting = new Legs(work, flow, transfer).settle().id();
        course(told).ended(TransferEvents.SETTLED, TransferStatus.SETTLED, settled.by(posting));
    }

    /** The rail is asked on. */
    void resumed(String caseId) {
        course(told).changed(TransferEvents.RESUMED, TransferStatus.PROCESSING, told.inCase(caseId));
    }

    /** What the ledger refused is left to be tried again, without a case. */
    void left() {
        Told same = told.because(transfer.standing().reason())
                .from(transfer.standing().news());
        course(told).changed(TransferEvents.IN_REVIEW, TransferStatus.IN_REVIEW, same);
    }

    /** What had failed is under way after all: it is reserved again, and asked about on. */
    void underWay() {
        work.put(TransferTables.ATTEMPT, attempt.decided(AttemptOutcome.ACCEPTED));
        DueWork.scheduleAgain(work, AttemptHandler.KIND, attempt.id(), work.now());
        try {
            LedgerWork.Draft reserve = new Legs(work, flow, transfer).reserve(null);
            String posting = LedgerWork.post(work, reserve).id();
            course(told).changed(TransferEvents.RESUMED, TransferStatus.PROCESSING, told.by(posting));
        } catch (ZentraException refused) {
            Course.requireRefusal(refused);
            course(told).review("reserve_refused: " + refused.code(), TransferCases.ofSilence());
        }
    }

    private Course course(Told tells) {
        return new Course(work, flow, transfer, attempt, tells);
    }
}
