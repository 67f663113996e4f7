package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.internal.Operations;
import java.time.Duration;

/** Shows a person that an attempt cannot be made, because no runtime that tried has its rail; it is tried on. */
record RailMissing(String attemptId, DueWork.Item item, Flow flow) implements Command<Boolean> {
    private static final Duration RETRY = Duration.ofMinutes(10);

    @Override
    public Operation operation() {
        return Operations.RAIL_MISSING;
    }

    @Override
    public void reads(Reads reads) {
        News.need(reads, attemptId, flow);
    }

    /** Whether the lease was still held; otherwise another runtime may have made the attempt. */
    @Override
    public Boolean decide(UnitOfWork work) {
        News news = News.of(work, attemptId, flow);
        boolean held = DueWork.isHeld(work, item);
        if (held) {
            news.unknownForLong("rail_missing: the rail " + news.attempt().rail() + " was not given to the runtime");
            DueWork.reschedule(work, item, work.now().plus(RETRY));
        }
        return held;
    }
}
