package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads holds: each as its last event tells it. */
public final class HoldList {
    private static final String ONE = """
            select j.event from zentra_hold h join zentra_journal j on j.tenant = :tenant and j.seq = h.last_event
            where h.tenant = :tenant and h.no = :no and h.id = :id
            """;

    private static final String OPEN = """
            select j.event from zentra_hold h join zentra_journal j on j.tenant = :tenant and j.seq = h.last_event
            where h.tenant = :tenant and h.status = 'open' and h.no > :after
            order by h.no
            """;

    private static final String OPEN_OF_ACCOUNT = """
            select j.event from zentra_open_hold o
            join zentra_hold h on h.tenant = :tenant and h.no = o.hold
            join zentra_journal j on j.tenant = :tenant and j.seq = h.last_event
            where o.tenant = :tenant and o.account = :account and o.hold > :after
            order by o.hold
            """;

    private static final String CAPTURES = """
            select j.event from zentra_capture c join zentra_journal j on j.tenant = :tenant and j.seq = c.posting
            where c.tenant = :tenant and c.hold = :hold and c.posting > :after
            order by c.posting
            """;

    private final Queries queries;
    private final int tenantNo;

    /** Holds of a tenant. */
    public HoldList(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** A hold by its id. */
    public Optional<Hold> find(String id) {
        return own(id).flatMap(parsed ->
                holds(ONE, Map.of("no", parsed.seq(), "id", id), 1).stream().findFirst());
    }

    /** Open holds after one, or from the first when it is empty. */
    public List<Hold> list(String afterId, int limit) {
        return holds(OPEN, Map.of("after", placed(afterId)), limit);
    }

    /** The same of an account. */
    public List<Hold> list(String accountId, String afterId, int limit) {
        AccountRow account = queries.first(LedgerTables.ACCOUNT, tenantNo, "id = :id", Map.of("id", accountId))
                .orElseThrow(() -> ChangeStatus.unknown(accountId));
        return holds(OPEN_OF_ACCOUNT, Map.of("account", account.no(), "after", placed(afterId)), limit);
    }

    /** What captured a hold, after one of its captures, or from the first when that is empty. */
    public List<Posting> captures(String holdId, String afterId, int limit) {
        Hold hold = find(holdId).orElseThrow(() -> HoldChange.unknown(holdId));
        long after = afterId.isEmpty() ? 0 : posted(afterId);
        long no = placed(hold.id());
        return queries.select(
                CAPTURES,
                tenantNo,
                Map.of("hold", no, "after", after),
                limit,
                (results, context) -> PostingText.read(Event.parse(results.getBytes(1))));
    }

    private long posted(String id) {
        return EntityId.parse("po", id)
                .filter(parsed -> parsed.tenantNo() == tenantNo)
                .map(EntityId::seq)
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_POSTING,
                        "no posting \"" + id + "\" is known: use an id of the page before",
                        Map.of("posting", id)));
    }

    private List<Hold> holds(String sql, Map<String, ?> values, int limit) {
        return queries.select(
                sql,
                tenantNo,
                new HashMap<>(values),
                limit,
                (results, context) -> HoldText.read(Event.parse(results.getBytes(1))));
    }

    /** The sequence of the event that placed a hold; 0 for none. */
    private long placed(String id) {
        if (id.isEmpty()) {
            return 0;
        }
        return own(id).map(EntityId::seq)
                .orElseThrow(() -> ZentraException.of(
                        ErrorCode.UNKNOWN_HOLD,
                        "no hold \"" + id + "\" is known: use an id of the page before",
                        Map.of("hold", id)));
    }

    private Optional<EntityId> own(String id) {
        return EntityId.parse("ho", id).filter(parsed -> parsed.tenantNo() == tenantNo);
    }
}
