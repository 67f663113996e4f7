package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;

/** Tries again to settle or give back what the ledger refused when the news came; nobody is asked for it. */
record RetryNews(String attemptId, DueWork.Item item, Flow flow) implements Command<Boolean> {
    @Override
    public Operation operation() {
        return Operations.RETRY;
    }

    @Override
    public void reads(Reads reads) {
        News.need(reads, attemptId, flow);
    }

    @Override
    public Boolean decide(UnitOfWork work) {
        News news = News.of(work, attemptId, flow);
        if (!DueWork.isHeld(work, item)) {
            return false; // what was planned has changed meanwhile
        }
        TransferStatus status = news.transfer().status();
        boolean waits = (status == TransferStatus.IN_REVIEW || status == TransferStatus.PROCESSING)
                && attemptId.equals(news.transfer().trail().attempt());
        if (waits) {
            news.asBefore().again();
        } else {
            DueWork.finish(work, AttemptHandler.KIND, attemptId);
        }
        return waits;
    }
}
