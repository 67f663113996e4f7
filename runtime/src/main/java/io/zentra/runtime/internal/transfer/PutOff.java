package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.internal.Operations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts an attempt off whose rail was not called during its lease: nothing became known, so nothing is recorded, and the next
 * lease is what this one would have been.
 */
record PutOff(DueWork.Item item, @Nullable Instant until) implements Command<Boolean> {
    private static final Duration PAUSE = Duration.ofHours(1);

    @Override
    public Operation operation() {
        return Operations.PUT_OFF;
    }

    @Override
    public void reads(Reads reads) {
        DueWork.need(reads, item.kind(), item.subject());
    }

    /** Whether the lease was still held. */
    @Override
    public Boolean decide(UnitOfWork work) {
        boolean held = DueWork.isHeld(work, item);
        DueWork.putOff(work, item, until == null ? work.now().plus(PAUSE) : until);
        return held;
    }
}
