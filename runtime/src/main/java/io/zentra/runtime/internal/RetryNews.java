package io.zentra.runtime.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.FlowAccounts;
import io.zentra.runtime.TransferStatus;

/** Tries again to settle or give back what the ledger refused when the news came; nobody is asked for it. */
record RetryNews(String attemptId, FlowAccounts flow) implements Command<Boolean> {
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
        boolean waits = news.transfer().status() == TransferStatus.IN_REVIEW;
        if (waits) {
            news.again();
        } else {
            DueWork.finish(work, AttemptHandler.KIND, attemptId);
        }
        return waits;
    }
}
