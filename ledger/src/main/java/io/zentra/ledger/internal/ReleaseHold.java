package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Part;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.util.List;

/** Frees what is held, in part or all that remains; frozen accounts do not stop it, nor that the hold's time is over. */
public record ReleaseHold(String holdId, Extent extent, IdempotencyKey key) implements Command.Keyed<Hold> {
    @Override
    public Operation operation() {
        return Operations.RELEASE;
    }

    @Override
    public void request(CanonicalJson json) {
        new CaptureHold(holdId, extent, false, key).request(json);
    }

    @Override
    public void reads(Reads reads) {
        HoldChange.need(reads, holdId);
        extent.need(reads);
    }

    @Override
    public Hold decide(UnitOfWork work) {
        extent.require(work);
        return release(work, holdId, extent.part());
    }

    /** Names the rows of a hold that is captured, released or looked at. */
    public static void need(Reads reads, String holdId) {
        HoldChange.need(reads, holdId);
    }

    /** What is left of a hold's first line, in another module's decision. */
    public static Money left(UnitOfWork work, String holdId) {
        HoldRow hold = HoldChange.find(work, holdId);
        if (hold == null) {
            throw HoldChange.unknown(holdId);
        }
        return hold.legs().get(0).remaining();
    }

    /** Releases a part inside another decision. */
    public static Hold release(UnitOfWork work, String holdId, Part part) {
        HoldChange change = HoldChange.ofOpen(work, holdId);
        List<Money> taken = change.taken(part);
        Books books = new Books(work);
        change.release(books, taken);
        books.close();
        return change.record(books, HoldText.RELEASED, Hold.Status.RELEASED, null);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return HoldChange.belonging(work, holdId);
    }

    @Override
    public Hold replayed(Event first) {
        return HoldText.read(first);
    }
}
