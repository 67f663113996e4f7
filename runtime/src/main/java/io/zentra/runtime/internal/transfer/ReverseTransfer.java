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
import io.zentra.core.money.Money;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.Operations;
import io.zentra.runtime.internal.transfer.StateChange.Told;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives money back that a transfer moved, in part or all that is left of it, on the way that it came.
 *
 * @param id the transfer
 * @param part how much; null for all that is left
 * @param reason why, in the operator's words
 * @param key makes it take effect once
 * @param flow how the runtime's transfers go
 */
public record ReverseTransfer(String id, @Nullable Money part, String reason, IdempotencyKey key, Flow flow)
        implements Command.Keyed<String> {
    @Override
    public Operation operation() {
        return Operations.REVERSE;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject();
        if (part != null) {
            json.member("amount_minor", part.minor())
                    .member("currency", part.asset().toString());
        }
        json.member("reason", reason).member("transfer", id).endObject();
    }

    @Override
    public void reads(Reads reads) {
        NamedTransfer.need(reads, id, flow);
    }

    @Override
    public String decide(UnitOfWork work) {
        TransferRow transfer = NamedTransfer.require(work, id);
        if (transfer.status() != TransferStatus.SETTLED && transfer.status() != TransferStatus.POSTED) {
            throw NamedTransfer.inState(transfer, "only what moved can be reversed");
        }
        Money left = transfer.amount()
                .minus(Money.ofMinor(
                        transfer.trail().reversedMinor(), transfer.amount().asset()));
        Money taken = part == null ? left : requirePart(transfer, left);
        boolean isAll = taken.equals(left);
        if (!isAll && transfer.status() == TransferStatus.POSTED) {
            throw NamedTransfer.inState(transfer, "what is posted is reversed as a whole, or settled first");
        }
        Legs legs = new Legs(work, flow, transfer);
        String posting = (isAll ? legs.giveBack() : legs.giveBack(taken)).id();
        long reversed = Math.addExact(transfer.trail().reversedMinor(), taken.minor());
        Told told = Told.NOTHING.because(reason).by(posting).reversed(reversed);
        StateChange change = isAll
                ? new StateChange(TransferEvents.REVERSED, TransferStatus.REVERSED, told)
                : new StateChange(TransferEvents.PARTLY_REVERSED, transfer.status(), told);
        change.record(work, transfer);
        return id;
    }

    private Money requirePart(TransferRow transfer, Money left) {
        Money wanted = Objects.requireNonNull(part);
        if (!wanted.asset().equals(left.asset()) || !wanted.isPositive() || wanted.minor() > left.minor()) {
            throw ZentraException.of(
                    ErrorCode.REVERSAL_EXCEEDED,
                    "of the transfer " + transfer.id() + " " + left + " is left to be reversed, not " + wanted
                            + ": name at most that",
                    Map.of("transfer", transfer.id(), "left", left.toString(), "part", wanted.toString()));
        }
        return wanted;
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
