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
            select c.no, c.amount, c.balance, c.version, j.event,
                (select count(*) from zentra_replay r where r.tenant = :tenant and r.first_seq = j.seq)
            from chain c join zentra_journal j on j.tenant = :tenant and j.seq = c.no / 1024
            order by c.no desc
            """;

    private final Queries queries;
    private final int tenantNo;
    private final Origins origins;

    /** An entry with its event, and how often the event's own key came again. */
    private record Line(long no, long amount, long net, long version, Event event, long replays) {}

    /** Trails of a tenant's accounts. */
    public Trail(Queries queries, int tenantNo) {
        this.queries = queries;
        this.tenantNo = tenantNo;
        this.origins = new Origins(queries, tenantNo);
    }

    /** The latest changes of an account's balance. */
    public List<BalanceChange> of(String accountId, int limit) {
        Queries.requirePage("changes", limit, MAX_LIMIT);
        AccountRow account = queries.first(LedgerTables.ACCOUNT, tenantNo, "id = :id", Map.of("id", accountId))
                .orElseThrow(() -> ChangeStatus.unknown(accountId));
        long last = queries.first(LedgerTables.BALANCE, tenantNo, "account = :account", Map.of("account", account.no()))
                .map(BalanceRow::lastEntry)
                .orElseThrow(() -> BalanceRow.missing(accountId));
        return queries
                .select(
                        CHAIN,
                        tenantNo,
                        Map.of("last", last),
                        limit,
                        (results, context) -> new Line(
                                results.getLong(1),
                                results.getLong(2),
                                results.getLong(3),
                                results.getLong(4),
                                Event.parse(results.getBytes(5)),
                                results.getLong(6)))
                .stream()
                .map(line -> change(account, line))
                .toList();
    }

    private BalanceChange change(AccountRow account, Line line) {
        long sign = account.normalSide() == Side.DEBIT ? 1 : -1;
        Event event = line.event();
        Event origin = origins.origin(event);
        String posting = event.subject().orElseThrow();
        return new BalanceChange(
                posting + "/" + line.no() % LedgerTables.LINES,
                line.amount() > 0 ? Side.DEBIT : Side.CREDIT,
                Money.ofMinor(Math.abs(line.amount()), account.asset()),
                Money.ofMinor(Math.multiplyExact(sign, line.net()), account.asset()),
                line.version(),
                posting,
                event.seq(),
                event.at(),
                event.actor(),
                origin.operation(),
                origin.key(),
                event == origin ? line.replays() : origins.replays(origin),
                event.correlation());
    }
}
