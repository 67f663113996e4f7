package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;

/**
 * Does something to a transfer by hand.
 *
 * @param deed what
 * @param id the transfer
 * @param reason why, in the operator's words
 * @param key makes it take effect once
 * @param flow how the runtime's transfers go
 */
public record OperateTransfer(Deed deed, String id, String reason, IdempotencyKey key, Flow flow)
        implements Command.Keyed<String> {
    @Override
    public Operation operation() {
        return deed.operation();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject();
        deed.write(json);
        json.member("reason", reason).member("transfer", id).endObject();
    }

    @Override
    public void reads(Reads reads) {
        TransferRow transfer = NamedTransfer.need(reads, id, flow);
        if (transfer != null) {
            deed.need(reads, this, transfer);
        }
    }

    @Override
    public String decide(UnitOfWork work) {
        deed.to(work, this, NamedTransfer.require(work, id));
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
