package io.zentra.ledger.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Side;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.internal.AccountHistory.Row;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One page of a statement, read from one state. */
record StatementPage(AccountRow account, StatementRequest request, AccountHistory history, Extent extent) {
    /**
     * What the whole statement is of.
     *
     * @param low before its first line
     * @param high at its end
     * @param known up to which entry it knows
     */
    record Extent(Place low, Place high, long known) {
        /** On the recorded axis what is not known lies behind the end. */
        Extent on(TimeAxis axis) {
            Place end = new Place(0, known);
            return axis == TimeAxis.RECORDED ? new Extent(least(low, end), least(high, end), known) : this;
        }
    }

    /** Up to which entry the request's cursor, if it has one, says that all is known. */
    static long known(StatementRequest request) {
        String cursor = cursor(request);
        return cursor == null
                ? Place.LAST.no()
                : StatementCursor.parse(cursor, request.axis()).known();
    }

    /** Reads a page. */
    static Statement read(Queries snapshot, int tenantNo, AccountRow account, StatementRequest request, Extent asked) {
        TimeAxis axis = request.axis();
        AccountHistory all = new AccountHistory(snapshot, tenantNo, account, axis);
        long last = all.lastEntry();
        AccountHistory history =
                asked.known() >= last ? all : new AccountHistory(snapshot, tenantNo, account, axis, asked.known());
        Extent extent = new Extent(asked.low(), asked.high(), Math.min(asked.known(), last));
        return new StatementPage(account, request, history, extent.on(axis)).statement();
    }

    private Statement statement() {
        String before = request.before();
        String after = request.after();
        Place low = extent.low();
        Place high = extent.high();
        Place from = after == null ? low : greatest(low, place(after));
        Place to = before == null ? high : least(high, place(before).before());
        int more = request.limit() + 1;
        List<Row> found = before == null ? history.after(from, to, more) : history.before(from, to, more);
        int count = Math.min(request.limit(), found.size());
        List<Row> rows = before == null ? found.subList(0, count) : found.subList(found.size() - count, found.size());
        boolean cut = count < found.size();
        boolean isBehind = before == null ? cut : isAnyBehind(rows);
        Place end = rows.isEmpty() ? (before == null ? from : to) : history.place(rows.get(count - 1));
        Optional<String> next = isBehind ? Optional.of(cursor(end)) : Optional.empty();
        return new Statement(
                account.id(),
                request.axis(),
                History.money(account, history.balance(low)),
                History.money(account, history.balance(high)),
                lines(rows),
                (before == null ? isAnyBefore(rows) : cut)
                        ? Optional.of(cursor(history.place(rows.get(0))))
                        : Optional.empty(),
                next,
                next.orElseGet(() -> StatementCursor.at(end).text(request.axis())));
    }

    private Place place(String cursor) {
        return StatementCursor.parse(cursor, request.axis()).place();
    }

    private String cursor(Place place) {
        return new StatementCursor(place, extent.known()).text(request.axis());
    }

    private boolean isAnyBefore(List<Row> rows) {
        return !rows.isEmpty()
                && !history.before(extent.low(), history.place(rows.get(0)).before(), 1)
                        .isEmpty();
    }

    private boolean isAnyBehind(List<Row> rows) {
        return !rows.isEmpty()
                && !history.after(history.place(rows.get(rows.size() - 1)), extent.high(), 1)
                        .isEmpty();
    }

    private List<Statement.Line> lines(List<Row> rows) {
        List<Statement.Line> lines = new ArrayList<>();
        long balance =
                rows.isEmpty() ? 0 : history.balance(history.place(rows.get(0)).before());
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
                History.money(account, balance),
                event.at(),
                Micros.instant(row.at()),
                posting,
                event.actor(),
                event.correlation());
    }

    private static @Nullable String cursor(StatementRequest request) {
        return request.after() == null ? request.before() : request.after();
    }

    private static Place least(Place one, Place other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Place greatest(Place one, Place other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
