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
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Posts lines.
 *
 * @param posting the lines
 * @param bulk the atomic bulk that it is a part of; null when it stands alone
 */
public record Post(PostingRequest posting, @Nullable Bulk bulk) implements Command.Keyed<Posting> {
    /**
     * A place in an atomic bulk. It is a part of the request, so a key cannot come again alone or in another bulk.
     *
     * @param first the key of the first request
     * @param index the place, from 0
     * @param size how many requests
     * @param horizon how far back the whole bulk changes the past; no part of the request
     */
    public record Bulk(String first, int index, int size, Horizon horizon) {
        void write(CanonicalJson json) {
            json.name("bulk").beginObject();
            json.member("first", first)
                    .member("index", index)
                    .member("size", size)
                    .endObject();
        }
    }

    /** A request that stands alone. */
    public Post(PostingRequest posting) {
        this(posting, null);
    }

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
        json.beginObject();
        if (bulk != null) {
            bulk.write(json);
        }
        Conditions.write(json, posting.conditions());
        json.optionalMember("correlation", posting.correlation());
        Instant effectiveAt = posting.effectiveAt();
        json.optionalMember("effective_at", effectiveAt == null ? null : effectiveAt.toString());
        json.name("entries");
        PostingText.writeLines(json, posting.entries());
        json.optionalMember("metadata", posting.metadata()).endObject();
    }

    @Override
    public void reads(Reads reads) {
        needNow(reads, posting);
        horizon().need(reads, posting.entries(), posting.effectiveAt());
    }

    /** In a bulk what those before it appended may stand before what is stored: so all look equally far back. */
    private Horizon horizon() {
        return bulk == null || posting.effectiveAt() == null
                ? Horizon.of(posting.entries(), posting.effectiveAt())
                : bulk.horizon();
    }

    /** Names the rows of lines to post or hold, but for their effective time. */
    static void needNow(Reads reads, PostingRequest lines) {
        String correlation = lines.correlation();
        if (correlation != null) {
            reads.needCorrelation(correlation);
        }
        for (EntryRequest line : lines.entries()) {
            LedgerWork.needAccount(reads, line.account());
        }
        Conditions.need(reads, lines.conditions());
    }

    @Override
    public Posting decide(UnitOfWork work) {
        Conditions.require(work, posting.conditions());
        return PostingWriter.post(work, LedgerWork.Draft.of(posting), horizon(), null);
    }

    @Override
    public Belonging belonging(UnitOfWork work) {
        return new Belonging(null, posting.correlation());
    }

    @Override
    public Posting replayed(Event first) {
        return PostingText.read(first);
    }
}
