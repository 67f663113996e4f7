package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;

/**
 * Settles a transfer by hand: one that was posted, or one of which its rail told nothing for too long, and an operator knows that
 * the money arrived.
 *
 * @param id the transfer
 * @param reason why, in the operator's words
 * @param key makes it take effect once
 * @param flow how the runtime's transfers go
 */
public record SettleTransfer(String id, String reason, IdempotencyKey key, Flow flow) implements Command.Keyed<String> {
    @Override
    public Operation operation() {
        return Operations.SETTLE;
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
        boolean isSilent = transfer.status() == TransferStatus.IN_REVIEW
                && attempt != null
                && !News.of(work, attempt, flow).isKnownToHaveFailed();
        if (attempt == null || !(isSilent || transfer.status() == TransferStatus.POSTED)) {
            throw NamedTransfer.inState(
                    transfer,
                    "only what was posted, or waits for a person since its rail is silent, is settled by hand");
        }
        News.of(work, attempt, flow).course().settled(reason);
        return id;
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
