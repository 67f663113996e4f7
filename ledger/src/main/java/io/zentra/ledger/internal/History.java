package io.zentra.ledger.internal;

import io.zentra.core.journal.Journal;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Side;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Balances and statements of a tenant's accounts, of any time. */
public final class History {
    private static final long TICK_NANOS = 1_000;

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
        Place place = axis == TimeAxis.RECORDED
                ? Place.behindEvent(journal.recordedBy(Micros.instant(at)))
                : Place.before(at + 1);
        return money(account, new AccountHistory(queries, tenantNo, account, axis).balance(place));
    }

    /** A page of an account's statement. */
    public Statement statement(StatementRequest request) {
        AccountRow account = account(request.account());
        Place low = place(request.axis(), request.from(), Place.FIRST);
        Place high = place(request.axis(), request.to(), Place.LAST);
        long known = StatementPage.known(request);
        Instant knownAt = request.knownAt();
        if (knownAt != null) {
            known = Math.min(
                    known, Place.behindEvent(journal.recordedBy(knownAt)).no());
        }
        StatementPage.Extent asked = new StatementPage.Extent(low, high, known);
        return queries.snapshot(snapshot -> StatementPage.read(snapshot, tenantNo, account, request, asked));
    }

    /** The place before all that is of an instant or later. */
    private Place place(TimeAxis axis, @Nullable Instant instant, Place otherwise) {
        if (instant == null) {
            return axis == TimeAxis.RECORDED ? new Place(0, otherwise.no()) : otherwise;
        }
        return axis == TimeAxis.RECORDED
                ? Place.behindEvent(journal.recordedBy(instant.minusNanos(TICK_NANOS)))
                : Place.before(Micros.of(instant));
    }

    private AccountRow account(String id) {
        return queries.first(LedgerTables.ACCOUNT, tenantNo, "id = :id", Map.of("id", id))
                .orElseThrow(() -> ChangeStatus.unknown(id));
    }

    static Money money(AccountRow account, long net) {
        return Money.ofMinor(account.normalSide() == Side.DEBIT ? net : Math.negateExact(net), account.asset());
    }
}
