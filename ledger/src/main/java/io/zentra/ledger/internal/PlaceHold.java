package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.util.ArrayList;
import java.util.List;

/** Sets lines aside. */
public record PlaceHold(PostingRequest lines) implements Command.Keyed<Hold> {
    @Override
    public Operation operation() {
        return Operations.HOLD;
    }

    @Override
    public IdempotencyKey key() {
        return lines.key();
    }

    @Override
    public void request(CanonicalJson json) {
        new Post(lines).request(json);
    }

    @Override
    public void reads(Reads reads) {
        Post.need(reads, lines);
    }

    @Override
    public Hold decide(UnitOfWork work) {
        Books books = new Books(work);
        List<HoldLeg> legs = new ArrayList<>();
        for (EntryRequest line : lines.entries()) {
            books.requireOpen(line.account(), line.side(), line.amount());
            books.hold(line.account(), line.side(), line.amount().minor());
            legs.add(new HoldLeg(line.account(), line.side(), line.amount(), line.amount()));
        }
        books.close();
        HoldRow row = new HoldRow(
                work.nextSeq(), work.newId("ho"), Hold.Status.OPEN, lines.correlation(), lines.metadata(), legs);
        Hold hold = Holds.hold(row, work.nextSeq(), books);
        work.insert(LedgerTables.HOLD, row);
        work.record(new UnitOfWork.Draft(
                PostingText.HELD, row.id(), lines.correlation(), json -> PostingText.write(json, hold, null)));
        return hold;
    }

    @Override
    public Hold replayed(Event first) {
        return PostingText.readHold(first);
    }
}
