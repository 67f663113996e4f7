package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;

/** Posts lines. */
public record Post(PostingRequest posting) implements Command.Keyed<Posting> {
    @Override
    public Operation operation() {
        return Operations.POST;
    }

    @Override
    public IdempotencyKey key() {
        return posting.key();
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().optionalMember("correlation", posting.correlation());
        json.name("entries");
        PostingText.writeLines(json, posting.entries());
        json.optionalMember("metadata", posting.metadata()).endObject();
    }

    @Override
    public void reads(Reads reads) {
        need(reads, posting);
    }

    /** Names the rows of lines to post or hold. */
    static void need(Reads reads, PostingRequest lines) {
        String correlation = lines.correlation();
        if (correlation != null) {
            reads.needCorrelation(correlation);
        }
        for (EntryRequest line : lines.entries()) {
            LedgerWork.needAccount(reads, line.account());
        }
    }

    @Override
    public Posting decide(UnitOfWork work) {
        return PostingWriter.post(work, LedgerWork.Draft.of(posting));
    }

    @Override
    public Posting replayed(Event first) {
        return PostingText.read(first);
    }
}
