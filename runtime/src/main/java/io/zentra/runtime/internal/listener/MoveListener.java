package io.zentra.runtime.internal.listener;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.JournalFollower;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.internal.Operations;

/**
 * A listener has taken events. Whoever lost the lease moves nothing: another node tells of them again.
 *
 * @param seq the last event that it took
 * @param hasMore whether it goes on at once
 */
record MoveListener(JournalFollower follower, DueWork.Item item, long seq, boolean hasMore)
        implements Command<Boolean> {
    @Override
    public Operation operation() {
        return Operations.LISTEN;
    }

    @Override
    public void reads(Reads reads) {
        follower.need(reads);
        DueWork.need(reads, item.kind(), item.subject());
    }

    /** Whether the lease was still held. */
    @Override
    public Boolean decide(UnitOfWork work) {
        if (!DueWork.isHeld(work, item)) {
            return false;
        }
        follower.move(work, seq);
        if (hasMore) {
            DueWork.schedule(work, item.kind(), item.subject(), work.now());
        } else {
            DueWork.finish(work, item.kind(), item.subject());
        }
        return true;
    }
}
