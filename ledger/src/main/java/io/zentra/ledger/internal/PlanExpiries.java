package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.util.List;

/**
 * Plans the expiry of holds for which none is planned. While a file is imported it waits: a hold whose time is over long
 * since may have been captured before, by a line that is still to come. Answers how many were planned.
 *
 * @param holdIds some holds
 */
public record PlanExpiries(List<String> holdIds) implements Command<Integer> {
    /** Copies the list. */
    public PlanExpiries {
        holdIds = List.copyOf(holdIds);
    }

    @Override
    public Operation operation() {
        return Operations.PLAN_EXPIRY;
    }

    @Override
    public void reads(Reads reads) {
        for (String id : holdIds) {
            HoldChange.need(reads, id);
            DueWork.need(reads, HoldChange.EXPIRY, id);
        }
    }

    @Override
    public Integer decide(UnitOfWork work) {
        int planned = 0;
        for (String id : holdIds) {
            HoldRow hold = HoldChange.find(work, id);
            Long expiresAt = hold == null || !hold.isOpen() ? null : hold.expiresAtMicros();
            if (expiresAt != null && !DueWork.isScheduled(work, HoldChange.EXPIRY, id)) {
                DueWork.schedule(work, HoldChange.EXPIRY, id, Micros.instant(expiresAt));
                planned++;
            }
        }
        return planned;
    }
}
