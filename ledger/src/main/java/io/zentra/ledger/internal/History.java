package io.zentra.ledger.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.Journal;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Side;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.internal.AccountHistory.Row;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return queries.snapshot(snapshot -> {
            AccountHistory history = new AccountHistory(snapshot, tenantNo, account, request.axis());
            return new Page(account, history, request, low, high).statement();
        });
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

    private static Money money(AccountRow account, long net) {
        return Money.ofMinor(account.normalSide() == Side.DEBIT ? net : Math.negateExact(net), account.asset());
    }

    /** One page, read from one state. */
    private record Page(AccountRow account, AccountHistory history, StatementRequest request, Place low, Place high) {
        Statement statement() {
            String before = request.before();
            String after = request.after();
            Place from = after == null ? low : greatest(low, Place.parse(after, request.axis()));
            Place to = before == null
                    ? high
                    : least(high, Place.parse(before, request.axis()).before());
            int more = request.limit() + 1;
            List<Row> found = before == null ? history.after(from, to, more) : history.before(from, to, more);
            int count = Math.min(request.limit(), found.size());
            List<Row> rows =
                    before == null ? found.subList(0, count) : found.subList(found.size() - count, found.size());
            boolean cut = count < found.size();
            return new Statement(
                    account.id(),
                    request.axis(),
                    money(account, history.balance(low)),
                    money(account, history.balance(high)),
                    lines(rows),
                    cursor(rows, true, before == null ? isAnyBefore(rows) : cut),
                    cursor(rows, false, before == null ? cut : isAnyBehind(rows)));
        }

        private boolean isAnyBefore(List<Row> rows) {
            return !rows.isEmpty()
                    && !history.before(low, history.place(rows.get(0)).before(), 1)
                            .isEmpty();
        }

        private boolean isAnyBehind(List<Row> rows) {
            return !rows.isEmpty()
                    && !history.after(history.place(rows.get(rows.size() - 1)), high, 1)
                            .isEmpty();
        }

        private Optional<String> cursor(List<Row> rows, boolean first, boolean isThere) {
            return isThere
                    ? Optional.of(
                            history.place(rows.get(first ? 0 : rows.size() - 1)).cursor(request.axis()))
                    : Optional.empty();
        }

        private List<Statement.Line> lines(List<Row> rows) {
            List<Statement.Line> lines = new ArrayList<>();
            long balance = rows.isEmpty()
                    ? 0
                    : history.balance(history.place(rows.get(0)).before());
            for (Row row : rows) {
                balance = Math.addExact(balance, row.amount());
                lines.add(line(row, balance));
            }
            return lines;
        }

        private Statement.Line line(Row row, long balance) {
            Event event = Event.parse(row.event());
            String posting = event.subject().orElseThrow();
            return new Statement.Line(
                    posting + "/" + row.no() % LedgerTables.LINES,
                    row.amount() > 0 ? Side.DEBIT : Side.CREDIT,
                    Money.ofMinor(Math.abs(row.amount()), account.asset()),
                    money(account, balance),
                    event.at(),
                    Micros.instant(row.at()),
                    posting,
                    event.actor(),
                    event.correlation());
        }

        private static Place least(Place one, Place other) {
            return one.compareTo(other) <= 0 ? one : other;
        }

        private static Place greatest(Place one, Place other) {
            return one.compareTo(other) >= 0 ? one : other;
        }
    }
}
