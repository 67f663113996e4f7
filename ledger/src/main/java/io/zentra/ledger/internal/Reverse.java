package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;

/** Posts the opposite of a posting, in part or of all that is left of it. */
public record Reverse(String postingId, Part part, IdempotencyKey key) implements Command.Keyed<Posting> {
    @Override
    public Operation operation() {
        return Operations.REVERSE;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject();
        Parts.write(json, part);
        json.member("posting", postingId).endObject();
    }

    @Override
    public void reads(Reads reads) {
        need(reads, postingId);
    }

    /** Names the rows of a reversal. */
    public static void need(Reads reads, String postingId) {
        Reversing.need(reads, postingId);
    }

    /** Refuses when something of a posting was reversed. */
    public static void requireNone(UnitOfWork work, String postingId) {
        Reversing.requireNone(work, postingId);
    }

    @Override
    public Posting decide(UnitOfWork work) {
        return reverse(work, postingId, part);
    }

    /** Reverses inside another decision. */
    public static Posting reverse(UnitOfWork work, String postingId, Part part) {
        Books books = new Books(work);
        Reversing reversing = Reversing.prepare(work, books, postingId, part);
        books.close();
        return reversing.write();
    }

    @Override
    public Posting replayed(Event first) {
        return PostingText.read(first);
    }
}
