package io.zentra.ledger.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.CanonicalJson;
import io.zentra.core.journal.Event;
import io.zentra.ledger.Entry;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.ReversalRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Posts the opposite of a posting, once. */
public record Reverse(String postingId, IdempotencyKey key) implements Command.Keyed<Posting> {
    @Override
    public Operation operation() {
        return Operations.REVERSE;
    }

    @Override
    public void request(CanonicalJson json) {
        json.beginObject().member("posting", postingId).endObject();
    }

    @Override
    public void reads(Reads reads) {
        EntityId.parse("po", postingId).ifPresent(id -> need(reads, id.seq()));
    }

    /** Names the rows of a reversal. */
    public static void need(Reads reads, long seq) {
        Event event = reads.needEvent(seq);
        if (event != null && event.type().equals(PostingText.POSTED)) {
            reads.need(LedgerTables.REVERSAL, seq);
            PostingText.read(event).entries().forEach(entry -> LedgerWork.needAccount(reads, entry.account()));
            event.correlation().ifPresent(reads::needCorrelation);
        }
    }

    @Override
    public Posting decide(UnitOfWork work) {
        return reverse(work, postingId);
    }

    /** Reverses inside another decision. */
    public static Posting reverse(UnitOfWork work, String postingId) {
        Posting original = original(work, postingId);
        ReversalRow earlier = work.get(LedgerTables.REVERSAL, original.seq());
        if (earlier != null) {
            throw ZentraException.of(
                    ErrorCode.ALREADY_REVERSED,
                    "the posting " + postingId + " was reversed by event " + earlier.reversal()
                            + ": what is reversed stays so",
                    Map.of("posting", postingId, "reversal_seq", String.valueOf(earlier.reversal())));
        }
        List<EntryRequest> opposite =
                original.entries().stream().map(Reverse::opposite).toList();
        Posting reversal = PostingWriter.post(
                work, new LedgerWork.Draft(opposite, original.correlation(), postingId, null, original.metadata()));
        work.put(LedgerTables.REVERSAL, new ReversalRow(original.seq(), reversal.seq()));
        return reversal;
    }

    @Override
    public Posting replayed(Event first) {
        return PostingText.read(first);
    }

    private static EntryRequest opposite(Entry entry) {
        return new EntryRequest(entry.account(), entry.side().opposite(), entry.amount());
    }

    private static Posting original(UnitOfWork work, String postingId) {
        Optional<EntityId> id = EntityId.parse("po", postingId)
                .filter(parsed -> parsed.tenantNo() == work.access().tenant().no());
        Event event = id.isEmpty() ? null : work.event(id.get().seq());
        if (event == null
                || !event.type().equals(PostingText.POSTED)
                || !postingId.equals(event.subject().orElse(""))) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_POSTING,
                    "no posting \"" + postingId + "\" is known: use the id that posting it gave",
                    Map.of("posting", postingId));
        }
        return PostingText.read(event);
    }
}
