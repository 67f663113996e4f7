package io.zentra.runtime.internal.callback;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Sha256;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewDraft;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.callback.CallbackTables.ParkedRow;
import io.zentra.runtime.internal.callback.CallbackTables.Reference;
import io.zentra.runtime.internal.transfer.TransferEvents;

/**
 * Opens a case for callbacks that have waited too long for what they speak of. They wait on: what they speak of may still
 * come, and then the case is taken back.
 *
 * @param reference what they wait for
 * @param item the work that found them overdue
 * @param lane where the case is opened
 */
record OverdueCallback(Reference reference, DueWork.Item item, String lane) implements Command<Boolean> {
    /** The kind of the case. */
    private static final String CASE = "callback";

    /** The basis of a case: approvals count for the callbacks that waited when they were given. */
    static String basis(ParkedRow row) {
        return Sha256.hex(CanonicalJson.bytes(json -> {
            json.beginObject().name("callbacks").beginArray();
            row.callbacks().forEach(json::value);
            json.endArray()
                    .member("rail", row.reference().rail())
                    .member("reference", row.reference().reference())
                    .endObject();
        }));
    }

    @Override
    public Operation operation() {
        return Operations.OVERDUE;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, Parking.KIND, item.subject());
        Parking.need(reads, reference);
        ReviewWork.needLane(reads, lane);
    }

    /** Whether a case was opened; otherwise nothing waits any more. */
    @Override
    public Boolean decide(UnitOfWork work) {
        ParkedRow row = work.get(CallbackTables.PARKED, reference);
        DueWork.finish(work, Parking.KIND, item.subject());
        if (row == null || !row.id().equals(item.subject()) || row.overdueCase() != null) {
            return false;
        }
        ReviewCase opened = ReviewWork.open(
                work,
                ReviewDraft.of(lane, CASE, row.id(), basis(row))
                        .detail("rail", reference.rail())
                        .detail("waiting", String.valueOf(row.callbacks().size()))
                        .correlation(row.id()),
                CloseParked.KIND);
        work.put(CallbackTables.PARKED, row.overdue(opened.id()));
        work.record(new UnitOfWork.Draft(
                TransferEvents.OVERDUE,
                row.id(),
                row.id(),
                json -> json.beginObject()
                        .member("case", opened.id())
                        .member("rail", reference.rail())
                        .member("reference", reference.reference())
                        .endObject()));
        return true;
    }
}
