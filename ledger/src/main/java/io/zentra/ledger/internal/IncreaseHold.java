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

/** Holds more on the lines of a hold, under the same checks as when it was placed. */
public record IncreaseHold(String holdId, Extent extent, IdempotencyKey key) implements Command.Keyed<Hold> {
    @Override
    public Operation operation() {
        return Operations.INCREASE;
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
        HoldChange change = HoldChange.ofLive(work, holdId);
        Decisions.requireNone(change.before());
        List<Money> added = change.added(extent.part());
        Books books = new Books(work);
        change.increase(books, added);
        books.close();
        return change.record(books, HoldText.INCREASED, Hold.Status.OPEN, null);
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
