package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts what is held, in part or all that remains. */
public record CaptureHold(String holdId, @Nullable Money amount, IdempotencyKey key) implements Command.Keyed<Posting> {
    @Override
    public Operation operation() {
        return Operations.CAPTURE;
    }

    @Override
    public void request(CanonicalJson json) {
        write(json, holdId, amount);
    }

    static void write(CanonicalJson json, String holdId, @Nullable Money amount) {
        json.beginObject();
        json.optionalMember("amount", amount == null ? null : amount.toString());
        json.member("hold", holdId).endObject();
    }

    @Override
    public void reads(Reads reads) {
        Holds.need(reads, holdId);
    }

    @Override
    public Posting decide(UnitOfWork work) {
        HoldRow hold = Holds.requireOpen(work, holdId);
        List<HoldLeg> parts = Holds.part(hold, amount);
        List<EntryRequest> lines = parts.stream()
                .map(part -> new EntryRequest(part.account(), part.side(), part.remaining()))
                .toList();
        Posting posting = PostingWriter.post(
                work, new LedgerWork.Draft(lines, hold.correlation(), null, holdId, hold.metadata()));
        HoldRow left = Holds.less(hold, parts);
        Hold seen = Holds.hold(left, work.nextSeq(), new Books(work));
        work.put(LedgerTables.HOLD, left);
        work.record(new UnitOfWork.Draft(
                "hold.captured", holdId, hold.correlation(), json -> PostingText.write(json, seen, posting.id())));
        return posting;
    }

    @Override
    public Posting replayed(Event first) {
        return PostingText.read(first);
    }
}
