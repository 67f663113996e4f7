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
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frees what is held, in part or all that remains; frozen accounts do not stop it. */
public record ReleaseHold(String holdId, @Nullable Money amount, IdempotencyKey key) implements Command.Keyed<Hold> {
    @Override
    public Operation operation() {
        return Operations.RELEASE;
    }

    @Override
    public void request(CanonicalJson json) {
        CaptureHold.write(json, holdId, amount);
    }

    @Override
    public void reads(Reads reads) {
        Holds.need(reads, holdId);
    }

    @Override
    public Hold decide(UnitOfWork work) {
        HoldRow hold = Holds.requireOpen(work, holdId);
        List<HoldLeg> parts = Holds.part(hold, amount);
        Books books = new Books(work);
        for (HoldLeg part : parts) {
            books.hold(part.account(), part.side(), -part.remaining().minor());
        }
        books.close();
        HoldRow left = Holds.less(hold, parts);
        Hold seen = Holds.hold(left, work.nextSeq(), books);
        work.put(LedgerTables.HOLD, left);
        work.record(new UnitOfWork.Draft(
                "hold.released", holdId, hold.correlation(), json -> PostingText.write(json, seen, null)));
        return seen;
    }

    @Override
    public Hold replayed(Event first) {
        return PostingText.readHold(first);
    }
}
