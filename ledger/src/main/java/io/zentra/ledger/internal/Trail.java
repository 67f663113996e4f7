package io.zentra.ledger.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.ledger.BalanceChange;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import java.util.List;
import java.util.Map;

/** Follows an account's entries back, each by its key, and joins the event and key that made it. */
public final class Trail {
    private static final int MAX_LIMIT = 1_000;

    /** From an entry to the one before it, as deep as asked. */
    private static final String CHAIN = """
            with recursive chain(no, amount, balance, previous, version, depth) as (
                select no, amount, balance, previous, version, 1
                from zentra_entry where tenant = :tenant and no = :last
                union all
                select e.no, e.amount, e.balance, e.previous, e.version, c.depth + 1
                from chain c join zentra_entry e on e.tenant = :tenant and e.no = c.previous
                where c.depth < :limit
            )
            select c.no, c.amount, c.balance, c.version, j.event
            from chain c join zentra_journal j on j.tenant = :tenant and j.seq = c.no / 1024
            order by c.no desc
            """;

    private final Queries queries;
    private final int tenantNo;

    /** Trails of a tenant's accounts. */
    public Trail(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
    }

    /** The latest changes of an account's balance. */
    public List<BalanceChange> of(String accountId, int limit) {
        Queries.requirePage("changes", limit, MAX_LIMIT);
        AccountRow account = queries.first(LedgerTables.ACCOUNT, tenantNo, "id = :id", Map.of("id", accountId))
                .orElseThrow(() -> ChangeStatus.unknown(accountId));
        long last = queries.first(LedgerTables.BALANCE, tenantNo, "account = :account", Map.of("account", account.no()))
                .map(BalanceRow::lastEntry)
                .orElseThrow(() -> BalanceRow.missing(accountId));
        return queries.select(
                CHAIN,
                tenantNo,
                Map.of("last", last),
                limit,
                (results, context) -> change(
                        account,
                        results.getLong(1),
                        results.getLong(2),
                        results.getLong(3),
                        results.getLong(4),
                        Event.parse(results.getBytes(5))));
    }

    private BalanceChange change(AccountRow account, long no, long amount, long net, long version, Event event) {
        long sign = account.normalSide() == Side.DEBIT ? 1 : -1;
        String posting = event.subject().orElseThrow();
        return new BalanceChange(
                posting + "/" + no % LedgerTables.LINES,
                amount > 0 ? Side.DEBIT : Side.CREDIT,
                Money.ofMinor(Math.abs(amount), account.asset()),
                Money.ofMinor(Math.multiplyExact(sign, net), account.asset()),
                version,
                posting,
                event.seq(),
                event.at(),
                event.actor(),
                event.operation(),
                event.key(),
                replays(event),
                event.correlation());
    }

    private long replays(Event event) {
        if (event.key().isEmpty()) {
            return 0;
        }
        return queries
                .select(
                        "select replays from zentra_idempotency where tenant = :tenant and operation = :operation"
                                + " and idempotency_key = :key and seq = :seq",
                        tenantNo,
                        Map.of(
                                "operation", Operations.code(event.operation().orElse("")),
                                "key", event.key().get(),
                                "seq", event.seq()),
                        1,
                        (results, context) -> results.getLong(1))
                .stream()
                .findFirst()
                .orElse(0L);
    }
}
