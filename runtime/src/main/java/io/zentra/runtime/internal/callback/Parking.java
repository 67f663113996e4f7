package io.zentra.runtime.internal.callback;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.review.ReviewWork;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.internal.callback.CallbackTables.CallbackRow;
import io.zentra.runtime.internal.callback.CallbackTables.ParkedRow;
import io.zentra.runtime.internal.callback.CallbackTables.Reference;
import io.zentra.runtime.internal.transfer.Effect;
import io.zentra.runtime.internal.transfer.Flow;
import io.zentra.runtime.internal.transfer.News;
import io.zentra.runtime.internal.transfer.TransferEvents;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Callbacks that came before what they speak of: they wait, and are applied in their order as soon as it is there. */
final class Parking {
    /** The kind of the work that opens a case when it takes too long; its subject is the first callback's id. */
    static final String KIND = "callback.overdue";

    /** The most callbacks that wait for one reference. */
    static final int MAX_WAITING = 64;

    private Parking() {}

    /** Names the rows of what waits for a reference; answers whether anything does, once that is known. */
    static boolean need(Reads reads, Reference reference) {
        ParkedRow row = reads.need(CallbackTables.PARKED, reference);
        if (row != null) {
            row.callbacks().forEach(seq -> {
                reads.needEvent(seq);
                reads.need(CallbackTables.CALLBACK, seq);
            });
            reads.needCorrelation(row.id());
            DueWork.need(reads, KIND, row.id());
            if (row.overdueCase() != null) {
                ReviewWork.need(reads, row.overdueCase());
            }
        }
        return row != null;
    }

    /**
     * Lets a callback wait whose event is recorded next, and returns the id of what waits for the reference.
     *
     * @param until when a case is opened, if it is the first that waits
     * @throws ZentraException {@code too_many_parked}
     */
    static String park(UnitOfWork work, Reference reference, Instant until) {
        ParkedRow row = work.get(CallbackTables.PARKED, reference);
        if (row == null) {
            String id = work.newId("cb");
            work.put(CallbackTables.PARKED, new ParkedRow(reference, id, null, List.of(work.nextSeq())));
            DueWork.scheduleNew(work, KIND, id, until);
            return id;
        }
        if (row.callbacks().size() == MAX_WAITING) {
            throw ZentraException.of(
                    ErrorCode.TOO_MANY_PARKED,
                    MAX_WAITING + " callbacks wait for what the rail " + reference.rail() + " calls \""
                            + Shown.of(reference.reference()) + "\": decide their case, and have it sent again",
                    Map.of("rail", reference.rail(), "reference", Shown.of(reference.reference())));
        }
        work.put(CallbackTables.PARKED, row.and(work.nextSeq()));
        return row.id();
    }

    /** Applies what waits for a reference, in order, and takes its case back. */
    static void release(UnitOfWork work, Reference reference, AttemptRow attempt, Flow flow) {
        ParkedRow row = work.get(CallbackTables.PARKED, reference);
        if (row == null) {
            return;
        }
        work.delete(CallbackTables.PARKED, reference);
        DueWork.finish(work, KIND, row.id());
        withdraw(work, row);
        for (long seq : row.callbacks()) {
            Event event = Objects.requireNonNull(work.event(seq), "a parked callback is recorded");
            apply(work, seq, CallbackFacts.read(event.body()), attempt, flow);
        }
    }

    private static void withdraw(UnitOfWork work, ParkedRow row) {
        ReviewCase overdue = row.overdueCase() == null ? null : ReviewWork.find(work, row.overdueCase());
        if (overdue != null && overdue.status() == ReviewStatus.OPEN) {
            ReviewWork.withdraw(work, overdue.id());
        }
    }

    private static void apply(UnitOfWork work, long seq, CallbackFacts facts, AttemptRow attempt, Flow flow) {
        News news = News.of(work, attempt.id(), flow);
        Effect effect = CallbackNews.effect(news, facts);
        CallbackRow kept = work.get(CallbackTables.CALLBACK, seq);
        long event = work.record(new UnitOfWork.Draft(
                TransferEvents.APPLIED,
                attempt.id(),
                news.transfer().id(),
                json -> facts.write(json, effect, seq, kept == null)));
        if (kept != null) {
            work.put(CallbackTables.CALLBACK, kept.appliedBy(event));
        }
        CallbackNews.follow(news.because(event), facts, effect);
    }
}
