package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Hold;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.util.Map;
import java.util.Objects;

/** Lets go of what is left of a hold whose time is over; does nothing to any other. Answers whether it did. */
public record ExpireHold(DueWork.Item item) implements Command<Boolean> {
    @Override
    public Operation operation() {
        return Operations.EXPIRE;
    }

    /** What works off the expiry of holds. */
    public static Map<String, DueWork.Handler> handlers(Commits commits) {
        return Map.of(HoldChange.EXPIRY, (access, item) -> commits.begin(access, new ExpireHold(item)));
    }

    @Override
    public void reads(Reads reads) {
        HoldChange.need(reads, item.subject());
        DueWork.need(reads, HoldChange.EXPIRY, item.subject());
    }

    @Override
    public Boolean decide(UnitOfWork work) {
        HoldRow hold = HoldChange.find(work, item.subject());
        if (hold == null || !hold.isOpen() || hold.expiresAtMicros() == null) {
            DueWork.finish(work, item.kind(), item.subject());
            return false;
        }
        HoldChange change = HoldChange.of(work, hold);
        if (!change.isOver()) {
            DueWork.reschedule(work, item, Micros.instant(Objects.requireNonNull(hold.expiresAtMicros())));
            return false;
        }
        letGo(work, change);
        return true;
    }

    /** Lets go of all that is left of a hold inside another module's decision; does nothing when nothing is left. */
    public static void letGo(UnitOfWork work, String holdId) {
        HoldRow hold = HoldChange.find(work, holdId);
        if (hold != null && hold.isOpen()) {
            letGo(work, HoldChange.of(work, hold));
        }
    }

    private static void letGo(UnitOfWork work, HoldChange change) {
        boolean isOver = change.isOver();
        Books books = new Books(work);
        change.releaseRest(books);
        books.close();
        change.record(
                books,
                isOver ? HoldText.EXPIRED : HoldText.RELEASED,
                isOver ? Hold.Status.EXPIRED : Hold.Status.RELEASED,
                null);
    }
}
