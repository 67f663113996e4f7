package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command.Keyed.Belonging;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.Shown;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.time.DueWork;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.internal.payment.CarriedPayment;
import io.zentra.runtime.internal.transfer.TransferTables.TransferRow;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The transfer that somebody names by its id, to do something to it. */
public final class NamedTransfer {
    private NamedTransfer() {}

    /** Names all rows that what is done to it may touch; answers it when it is there. */
    static @Nullable TransferRow need(Reads reads, String id, Flow flow) {
        TransferRow transfer = EntityId.parse("tr", id)
                .map(parsed -> reads.need(TransferTables.TRANSFER, parsed.seq()))
                .orElse(null);
        if (transfer == null) {
            return null;
        }
        CarriedPayment.need(reads, transfer);
        if (transfer.status() == TransferStatus.PENDING) {
            DueWork.need(reads, Sending.LOOK, transfer.id());
        }
        String attempt = transfer.trail().attempt();
        if (attempt == null) {
            Legs.needBack(reads, transfer);
            TransferCases.need(reads, flow, transfer);
        } else {
            News.need(reads, attempt, flow);
        }
        return transfer;
    }

    /**
     * The transfer.
     *
     * @throws ZentraException {@code unknown_transfer}
     */
    static TransferRow require(UnitOfWork work, String id) {
        return find(work, id).orElseThrow(() -> unknown(id));
    }

    /** The refusal of an id that is none of the tenant's. */
    public static ZentraException unknown(String id) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_TRANSFER,
                "no transfer \"" + Shown.of(id) + "\" is known: use the id that creating it gave",
                Map.of("transfer", Shown.of(id)));
    }

    /** Where the record of a refusal is found. */
    static Belonging belonging(UnitOfWork work, String id) {
        return find(work, id).map(row -> new Belonging(row.id(), row.id())).orElse(Belonging.NONE);
    }

    /** The refusal to do something in the state that a transfer is in. */
    static ZentraException inState(TransferRow transfer, String why) {
        return ZentraException.of(
                ErrorCode.TRANSFER_STATE,
                "the transfer " + transfer.id() + " is " + transfer.status().code() + ": " + why,
                Map.of("transfer", transfer.id(), "status", transfer.status().code()));
    }

    private static Optional<TransferRow> find(UnitOfWork work, String id) {
        return EntityId.parse("tr", id)
                .filter(parsed -> parsed.tenantNo() == work.access().tenant().no())
                .map(parsed -> work.get(TransferTables.TRANSFER, parsed.seq()))
                .filter(found -> found.id().equals(id));
    }
}
