package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Correction;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.internal.LedgerTables.ReversalRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reverses a whole posting, or what is left of one, and posts other lines in its place. Limits are checked after both, now and in
 * between, so a correction is refused for where it leads, not for what it passes through.
 *
 * @param postingId the posting
 * @param reversal how it is reversed: all of it
 * @param replacement the other lines, with when they take effect
 * @param ofRest whether they stand for what is left of a posting that was reversed in part
 */
public record Correct(String postingId, Extent reversal, PostingRequest replacement, boolean ofRest)
        implements Command.Keyed<Correction> {
    private static final int EVENTS = 2;

    @Override
    public Operation operation() {
        return Operations.CORRECT;
    }

    @Override
    public IdempotencyKey key() {
        return replacement.key();
    }

    @Override
    public void request(CanonicalJson json) {
        reversal.writeFirst(json.beginObject());
        reversal.writeLast(json);
        json.member("posting", postingId).name("replacement");
        new Post(replacement).request(json);
        if (ofRest) {
            json.member("rest", true);
        }
        json.endObject();
    }

    @Override
    public void reads(Reads reads) {
        Reversing.need(reads, postingId)
                .ifPresent(posting ->
                        horizon(posting, reversal.effectiveAt(), replacement).need(reads));
        reversal.need(reads);
        Post.needNow(reads, replacement);
    }

    @Override
    public Correction decide(UnitOfWork work) {
        reversal.require(work);
        Conditions.require(work, replacement.conditions());
        if (!ofRest) {
            Reversing.requireWhole(work, Reversing.original(work, postingId));
        }
        return correct(work, postingId, reversal, replacement);
    }

    /** Corrects what is left inside another decision. */
    static Correction correct(UnitOfWork work, String postingId, Extent reversal, PostingRequest replacement) {
        Posting original = Reversing.original(work, postingId);
        Books books = new Books(work, horizon(original, reversal.effectiveAt(), replacement));
        Reversing reversing = Reversing.prepare(work, books, original, reversal);
        LedgerWork.Draft draft = new LedgerWork.Draft(
                replacement.entries(),
                replacement.correlation() == null ? original.correlation() : replacement.correlation(),
                null,
                postingId,
                null,
                null,
                replacement.metadata(),
                replacement.effectiveAt());
        PostingWriter correcting = PostingWriter.prepare(work, books, draft, work.newId("po", 1), work.nextSeq() + 1);
        List<Crossing> crossings = books.close();
        Posting reversed = reversing.write(List.of()); // what both break together is told by the second
        Posting posting = correcting.write(crossings, null);
        work.append(LedgerTables.REVERSAL, new ReversalRow(original.seq(), posting.seq()));
        Decisions.giveBack(work, original.decision(), reversed); // behind both events, which tell the result
        return new Correction(reversed, posting);
    }

    /** How far back it changes the past. */
    static Horizon horizon(Posting original, @Nullable Instant reversedAt, PostingRequest replacement) {
        return Reversing.horizon(original, reversedAt)
                .and(replacement.entries().stream().map(EntryRequest::account), replacement.effectiveAt());
    }

    @Override
    public int resultEvents(Event first) {
        return EVENTS;
    }

    @Override
    public Correction replayed(List<Event> events) {
        return new Correction(PostingText.read(events.get(0)), PostingText.read(events.get(1)));
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return Reversing.belonging(work, postingId, replacement.correlation());
    }

    @Override
    public Correction replayed(Event first) {
        throw new IllegalStateException("a correction is told by two events");
    }
}
