package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.Entry;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.ReversedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what reversed or corrected a posting, and what is left of it. */
public final class ReversalList {
    private static final String OF = """
            select j.event from zentra_reversal r
            join zentra_journal j on j.tenant = :tenant and j.seq = r.reversal
            where r.tenant = :tenant and r.posting = :posting and r.reversal > :after
            order by r.reversal
            """;

    private final Queries queries;
    private final int tenantNo;

    /** Reversals of a tenant. */
    public ReversalList(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** What reversed or corrected a posting, after one of them, or from the first when that is empty. */
    public List<Posting> of(String postingId, String afterId, int limit) {
        Posting original = original(postingId);
        long after = afterId.isEmpty() ? 0 : original(afterId).seq();
        return queries.select(
                OF,
                tenantNo,
                Map.of("posting", original.seq(), "after", after),
                limit,
                (results, context) -> PostingText.read(Event.parse(results.getBytes(1))));
    }

    /** What can still be reversed. */
    public List<EntryRequest> left(String postingId) {
        Posting original = original(postingId);
        ReversedRow reversed = queries.first(
                        LedgerTables.REVERSED, tenantNo, "posting = :posting", Map.of("posting", original.seq()))
                .orElse(null);
        List<Money> left = Reversing.left(original, reversed);
        List<EntryRequest> lines = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            Entry entry = original.entries().get(i);
            if (left.get(i).isPositive()) {
                lines.add(new EntryRequest(entry.account(), entry.side(), left.get(i)));
            }
        }
        return lines;
    }

    private Posting original(String postingId) {
        return queries
                .select(
                        "select event from zentra_journal where tenant = :tenant and seq = :seq",
                        tenantNo,
                        Map.of("seq", seq(postingId)),
                        1,
                        (results, context) -> Event.parse(results.getBytes(1)))
                .stream()
                .filter(event -> event.type().equals(PostingText.POSTED))
                .filter(event -> event.subject().filter(postingId::equals).isPresent())
                .map(PostingText::read)
                .findFirst()
                .orElseThrow(() -> unknown(postingId));
    }

    private long seq(String postingId) {
        return EntityId.parse("po", postingId)
                .filter(parsed -> parsed.tenantNo() == tenantNo)
                .map(EntityId::seq)
                .orElseThrow(() -> unknown(postingId));
    }

    private static ZentraException unknown(String postingId) {
        return ZentraException.of(
                ErrorCode.UNKNOWN_POSTING,
                "no posting \"" + postingId + "\" is known: use the id that posting it gave",
                Map.of("posting", postingId));
    }
}
