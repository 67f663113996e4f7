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
        HoldChange change = HoldChange.ofOpen(work, holdId);
        List<Money> taken = change.taken(extent.part());
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
