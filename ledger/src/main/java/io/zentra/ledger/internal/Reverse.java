package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Posts the opposite of a posting, in part or of all that is left of it.
 *
 * @param postingId the posting
 * @param extent what of it, and how
 * @param key makes it take effect once
 */
public record Reverse(String postingId, Extent extent, IdempotencyKey key) implements Command.Keyed<Posting> {
    @Override
    public Operation operation() {
        return Operations.REVERSE;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject();
        extent.writeFirst(json);
        extent.writeLast(json);
        json.member("posting", postingId).endObject();
    }

    @Override
    public void reads(Reads reads) {
        extent.need(reads);
        Reversing.need(reads, postingId)
                .ifPresent(posting ->
                        Reversing.horizon(posting, extent.effectiveAt()).need(reads));
    }

    /** Names the rows of a reversal that takes effect now. */
    public static void need(Reads reads, String postingId) {
        Reversing.need(reads, postingId);
    }

    /** Names the rows of moving a posting's money on. */
    public static void needPosting(Reads reads, String postingId) {
        Reversing.needPosting(reads, postingId);
    }

    /** What is left to be reversed of a posting's first entry. */
    public static Money left(UnitOfWork work, String postingId) {
        Posting original = Reversing.original(work, postingId);
        return Reversing.left(original, work.get(LedgerTables.REVERSED, original.seq()))
                .get(0);
    }

    /** Refuses when something of a posting was reversed. */
    public static void requireNone(UnitOfWork work, String postingId) {
        Reversing.requireNone(work, postingId);
    }

    @Override
    public Posting decide(UnitOfWork work) {
        extent.require(work);
        return reverse(work, postingId, extent);
    }

    /** Reverses it inside another decision, at a time; its conditions are not looked at. */
    static Posting reverse(UnitOfWork work, String postingId, Extent extent) {
        Posting original = Reversing.original(work, postingId);
        Books books = new Books(work, Reversing.horizon(original, extent.effectiveAt()));
        Reversing reversing = Reversing.prepare(work, books, original, extent);
        Posting reversal = reversing.write(books.close());
        Decisions.giveBack(work, original.decision(), reversal);
        return reversal;
    }

    /** Reverses parts of several postings inside another decision, now; all or none. */
    public static List<Posting> together(UnitOfWork work, List<String> postingIds, Function<Posting, Part> part) {
        Books books = new Books(work, Horizon.NONE);
        List<Posting> originals = new ArrayList<>();
        List<Reversing> all = new ArrayList<>();
        for (String postingId : postingIds) {
            Posting original = Reversing.original(work, postingId);
            originals.add(original);
            all.add(Reversing.prepare(work, books, original, Extent.all().of(part.apply(original)), all.size()));
        }
        books.close(); // nothing is in between, since all take effect now
        List<Posting> reversals =
                all.stream().map(reversing -> reversing.write(List.of())).toList();
        for (int i = 0; i < reversals.size(); i++) {
            Decisions.giveBack(work, originals.get(i).decision(), reversals.get(i)); // behind them: each has its number
        }
        return reversals;
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return Reversing.belonging(work, postingId, null);
    }

    @Override
    public Posting replayed(Event first) {
        return PostingText.read(first);
    }
}
