package io.zentra.runtime.internal.callback;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.review.Resumption;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.callback.CallbackTables.ParkedRow;
import io.zentra.runtime.internal.callback.CallbackTables.Reference;
import io.zentra.runtime.internal.transfer.TransferEvents;

/**
 * Ends the wait of callbacks whose case was decided: approved, they are given up and only kept; denied, they wait on for
 * what they speak of.
 */
record CloseParked(Reference reference, String caseId) implements Command<Boolean> {
    /** The kind of this work; its subject is the id of the case. */
    static final String KIND = "callback.close";

    @Override
    public Operation operation() {
        return Operations.CLOSE;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, KIND, caseId);
        ReviewWork.need(reads, caseId);
        Parking.need(reads, reference);
    }

    /** Whether they were given up. */
    @Override
    public Boolean decide(UnitOfWork work) {
        DueWork.finish(work, KIND, caseId);
        ParkedRow row = work.get(CallbackTables.PARKED, reference);
        if (row == null || !caseId.equals(row.overdueCase())) {
            return false; // what they speak of came meanwhile
        }
        Resumption resumption = ReviewWork.resume(work, caseId, OverdueCallback.basis(row), null);
        if (resumption != Resumption.GRANTED) {
            return false;
        }
        work.delete(CallbackTables.PARKED, reference);
        work.record(new UnitOfWork.Draft(TransferEvents.CLOSED, row.id(), row.id(), json -> {
            json.beginObject().name("callbacks").beginArray();
            row.callbacks().forEach(json::value);
            json.endArray()
                    .member("case", caseId)
                    .member("rail", reference.rail())
                    .member("reference", reference.reference())
                    .endObject();
        }));
        return true;
    }
}
