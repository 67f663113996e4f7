package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.AttemptOutcome;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import org.jspecify.annotations.Nullable;

/**
 * Takes a transfer back of which nothing can have been sent, and gives back what was reserved.
 *
 * @param id the transfer
 * @param reason why, in the operator's words
 * @param key makes it take effect once
 * @param flow how the runtime's transfers go
 */
public record CancelTransfer(String id, String reason, IdempotencyKey key, Flow flow) implements Command.Keyed<String> {
    @Override
    public Operation operation() {
        return Operations.CANCEL;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member("reason", reason).member("transfer", id).endObject();
    }

    @Override
    public void reads(Reads reads) {
        NamedTransfer.need(reads, id, flow);
    }

    @Override
    public String decide(UnitOfWork work) {
        TransferRow transfer = NamedTransfer.require(work, id);
        String attempt = transfer.trail().attempt();
        boolean isOpen = transfer.status() == TransferStatus.PENDING
                || transfer.status() == TransferStatus.PROCESSING
                || transfer.status() == TransferStatus.IN_REVIEW;
        if (!isOpen || (attempt != null && !isUnsent(work, attempt))) {
            throw NamedTransfer.inState(
                    transfer, "only what waits for a review, or was not given to its rail yet, can be cancelled");
        }
        TransferCases.withdraw(work, transfer);
        Told told = Told.NOTHING.because(reason);
        if (transfer.status() == TransferStatus.PENDING) {
            DueWork.finish(work, Sending.LOOK, id);
        }
        if (attempt != null) {
            DueWork.finish(work, AttemptHandler.KIND, attempt);
        }
        String posting = givenBack(work, transfer);
        told = posting == null ? told : told.by(posting);
        new StateChange(TransferEvents.CANCELLED, TransferStatus.CANCELLED, told).record(work, transfer);
        return id;
    }

    /** The reversal of the reserve; null when there is none, or somebody reversed it by hand. */
    private @Nullable String givenBack(UnitOfWork work, TransferRow transfer) {
        if (transfer.trail().postings().isEmpty()) {
            return null;
        }
        try {
            return new Legs(work, flow, transfer).giveBack().id();
        } catch (ZentraException refused) {
            if (refused.code() != ErrorCode.ALREADY_REVERSED) {
                throw refused;
            }
            return null;
        }
    }

    /** A lease is written before the rail is called: without one nobody has, and from now on nobody will. */
    private boolean isUnsent(UnitOfWork work, String attempt) {
        return News.of(work, attempt, flow).attempt().outcome() == AttemptOutcome.NEW
                && DueWork.isUntouched(work, AttemptHandler.KIND, attempt);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return NamedTransfer.belonging(work, id);
    }

    @Override
    public String replayed(Event first) {
        return first.correlation().orElseThrow();
    }
}
