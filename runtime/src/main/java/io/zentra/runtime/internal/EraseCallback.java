package io.zentra.runtime.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import java.util.Map;

/** Erases the body of a callback, which lies beside the journal, and records that it did; once. */
public record EraseCallback(long seq) implements Command<Boolean> {
    @Override
    public Operation operation() {
        return Operations.ERASE;
    }

    @Override
    public void reads(Reads reads) {
        Event callback = reads.needEvent(seq);
        if (callback != null && callback.type().equals(TransferEvents.CALLED_BACK)) {
            reads.need(TransferTables.CALLBACK, seq);
            callback.correlation().ifPresent(reads::needCorrelation);
        }
    }

    @Override
    public Boolean decide(UnitOfWork work) {
        Event callback = work.event(seq);
        if (callback == null || !callback.type().equals(TransferEvents.CALLED_BACK)) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_CALLBACK,
                    "event " + seq + " records no callback: use the sequence of a callback.received in the timeline",
                    Map.of("seq", String.valueOf(seq)));
        }
        if (work.get(TransferTables.CALLBACK, seq) == null) {
            return false;
        }
        work.delete(TransferTables.CALLBACK, seq);
        work.record(new UnitOfWork.Draft(
                TransferEvents.ERASED,
                callback.subject().orElseThrow(),
                callback.correlation().orElseThrow(),
                json -> json.beginObject().member("callback", seq).endObject()));
        return true;
    }

    /** The callback that an event of erasure speaks of, by the sequence of its event. */
    static long erased(Event event) {
        return event.body().path("callback").longValue();
    }
}
