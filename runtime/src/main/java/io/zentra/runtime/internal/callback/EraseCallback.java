package io.zentra.runtime.internal.callback;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.callback.CallbackTables.CallbackRow;
import io.zentra.runtime.internal.transfer.TransferEvents;
import java.util.Map;
import java.util.Objects;

/** Erases what is kept of a callback, which lies beside the journal, and records that it did; once. */
public record EraseCallback(long seq) implements Command<Boolean> {
    @Override
    public Operation operation() {
        return Operations.ERASE;
    }

    @Override
    public void reads(Reads reads) {
        Event callback = reads.needEvent(seq);
        if (callback != null && callback.type().equals(TransferEvents.CALLED_BACK)) {
            callback.correlation().ifPresent(reads::needCorrelation);
            CallbackRow row = reads.need(CallbackTables.CALLBACK, seq);
            Event applied = row == null || row.applied() == null ? null : reads.needEvent(row.applied());
            if (applied != null) {
                applied.correlation().ifPresent(reads::needCorrelation);
            }
        }
    }

    /** Recorded where it was applied, if it had been parked: whoever reads that is told why the message is gone. */
    @Override
    public Boolean decide(UnitOfWork work) {
        Event callback = work.event(seq);
        if (callback == null || !callback.type().equals(TransferEvents.CALLED_BACK)) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_CALLBACK,
                    "event " + seq + " records no callback: use the sequence of a callback.received in the timeline, or"
                            + " the member callback of a callback.applied",
                    Map.of("seq", String.valueOf(seq)));
        }
        CallbackRow row = work.get(CallbackTables.CALLBACK, seq);
        if (row == null) {
            return false;
        }
        work.delete(CallbackTables.CALLBACK, seq);
        Event told = row.applied() == null ? callback : Objects.requireNonNull(work.event(row.applied()));
        work.record(new UnitOfWork.Draft(
                TransferEvents.ERASED,
                told.subject().orElseThrow(),
                told.correlation().orElseThrow(),
                json -> json.beginObject().member("callback", seq).endObject()));
        return true;
    }

    /** The callback that an event of erasure speaks of, by the sequence of its event. */
    public static long erased(Event event) {
        return event.body().path("callback").longValue();
    }
}
