package io.zentra.ledger.internal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Side;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Balances and statements of a tenant's accounts, of any time. */
public final class History {
    private static final long TICK_NANOS = 1_000;

    /**
     * The last entry before which nothing took effect after a time. What comes behind it was recorded after that time, since
     * nothing takes effect later than it is recorded.
     */
    private static final String REACHED = """
            with recursive chain(no, balance, previous, latest_at) as (
                select e.no, e.balance, e.previous, e.latest_at
                from zentra_entry e where e.tenant = :tenant and e.no = coalesce(
                    (select m.no from zentra_entry_mark m
                        where m.tenant = :tenant and m.account = :account and m.latest_at > :at
                        order by m.latest_at, m.no limit 1),
                    (select l.last_entry from zentra_balance l where l.tenant = :tenant and l.account = :account))
                union all
                select e.no, e.balance, e.previous, e.latest_at
                from chain c join zentra_entry e on e.tenant = :tenant and e.no = c.previous
                where c.latest_at > :at
            )
            select c.no, c.balance, (select j.event from zentra_journal j where j.tenant = :tenant and j.seq = c.no / 1024)
            from chain c where c.latest_at <= :at order by c.no desc
            """;

    private final Queries queries;
    private final int tenantNo;
    private final Journal journal;

    /** The history of a tenant's accounts. */
    public History(Queries queries, int tenantNo, Journal journal) {
        this.queries = queries;
        this.tenantNo = tenantNo;
        this.journal = journal;
    }

    /** The posted balance of an account as of a time, what is of that very time included. */
    public Money balance(String accountId, TimeAxis axis, Instant time) {
        AccountRow account = account(accountId);
        long at = EffectiveInstant.micros(time);
        if (axis == TimeAxis.RECORDED) {
            return money(account, recordedBy(account, Micros.instant(at)).balance());
        }
        return money(account, new AccountHistory(queries, tenantNo, account, axis).balance(Place.before(at + 1)));
    }

    /** A page of an account's statement. */
    public Statement statement(StatementRequest request) {
        AccountRow account = account(request.account());
        Place low = place(account, request.axis(), request.from(), Place.FIRST);
        Place high = place(account, request.axis(), request.to(), Place.LAST);
        long known = StatementPage.known(request);
        Instant knownAt = request.knownAt();
        if (knownAt != null) {
            known = Math.min(known, recordedBy(account, knownAt).no());
        }
        StatementPage.Extent asked = new StatementPage.Extent(low, high, known);
        return queries.snapshot(snapshot -> StatementPage.read(snapshot, tenantNo, account, request, asked));
    }

    /** The place before all that is of an instant or later. */
    private Place place(AccountRow account, TimeAxis axis, @Nullable Instant instant, Place otherwise) {
        if (instant == null) {
            return axis == TimeAxis.RECORDED ? new Place(0, otherwise.no()) : otherwise;
        }
        return axis == TimeAxis.RECORDED
                ? new Place(
                        0, recordedBy(account, instant.minusNanos(TICK_NANOS)).no())
                : Place.before(Micros.of(instant));
    }

    /** An entry and the balance after it, debits positive. */
    private record Reached(long no, long balance, Instant recordedAt) {
        static final Reached NOTHING = new Reached(0, 0, Instant.MIN);
    }

    /**
     * The account's last entry up to a recorded time. Where postings take effect when they are recorded, that is the last one
     * by latest effective time, whose event tells; else the journal tells how far it had come.
     */
    private Reached recordedBy(AccountRow account, Instant time) {
        Map<String, Long> values = Map.of("account", account.no(), "at", Micros.of(time));
        Reached reached = queries.select(REACHED, tenantNo, values, 1, (results, context) -> reached(results)).stream()
                .findFirst()
                .orElse(Reached.NOTHING);
        if (!reached.recordedAt().isAfter(time)) {
            return reached;
        }
        Place place = Place.behindEvent(journal.recordedBy(time, 0, reached.no() / LedgerTables.LINES));
        AccountHistory history = new AccountHistory(queries, tenantNo, account, TimeAxis.RECORDED);
        return new Reached(place.no(), history.balance(place), time);
    }

    private static Reached reached(ResultSet results) throws SQLException {
        long no = results.getLong(1);
        byte[] event = results.getBytes(3);
        if (event == null) {
            throw ZentraException.of(
                    ErrorCode.JOURNAL_DAMAGED,
                    "event " + no / LedgerTables.LINES + " is missing: run verify() to find the extent");
        }
        return new Reached(no, results.getLong(2), Event.remains(event).at());
    }

    private AccountRow account(String id) {
        return queries.first(LedgerTables.ACCOUNT, tenantNo, "id = :id", Map.of("id", id))
                .orElseThrow(() -> ChangeStatus.unknown(id));
    }

    static Money money(AccountRow account, long net) {
        return Money.ofMinor(account.normalSide() == Side.DEBIT ? net : Math.negateExact(net), account.asset());
    }
}
