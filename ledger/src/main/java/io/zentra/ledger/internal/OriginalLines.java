package io.zentra.ledger.internal;

import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A posting that is reversed, read again: to keep all postings for those that are reversed would need too much memory. Where
 * its event lies in an archive that is not at hand its entries tell the same, without the decision.
 *
 * @param seq its event's sequence
 * @param effectiveAt when it took effect, in microseconds
 * @param decision the decision that let it through; null for none, and where that is not told
 * @param lines in the order of its entries
 */
record OriginalLines(long seq, long effectiveAt, @Nullable String decision, List<Line> lines) {
    private static final String ENTRIES = """
            select
                e.account,
                e.amount,
                coalesce(
                    (select b.effective_at from zentra_backdated b
                     where b.tenant = :tenant and b.account = e.account and b.no = e.no),
                    e.latest_at)
            from zentra_entry e
            where e.tenant = :tenant and e.no >= :begin and e.no < :end
            order by e.no
            """;

    /** A line; the account's number, and the amount in minor units. */
    record Line(long account, Side side, long amount) {}

    private record Stored(long account, long amount, long effectiveAt) {
        Line line() {
            return new Line(account, amount > 0 ? Side.DEBIT : Side.CREDIT, Math.abs(amount));
        }
    }

    /**
     * The posting of an id; empty when there is no such posting.
     *
     * @param accounts gives the number of an account that was opened
     */
    static Optional<OriginalLines> of(String id, ToLongFunction<String> accounts, StateComparison stored) {
        long seq = EntityId.parse("po", id).map(EntityId::seq).orElse(0L);
        Optional<Event> event = stored.event(seq);
        return event.isEmpty() && stored.isOutOfReach(seq)
                ? entries(seq, stored)
                : event.flatMap(told -> told(told, id, accounts));
    }

    /** The amounts of the lines. */
    List<Long> amounts() {
        return lines.stream().map(Line::amount).toList();
    }

    private static Optional<OriginalLines> told(Event event, String id, ToLongFunction<String> accounts) {
        if (!event.type().equals(PostingText.POSTED)
                || event.subject().filter(id::equals).isEmpty()) {
            return Optional.empty();
        }
        Posting posting = PostingText.read(event);
        List<Line> lines = posting.entries().stream()
                .map(entry -> new Line(
                        accounts.applyAsLong(entry.account()),
                        entry.side(),
                        entry.amount().minor()))
                .toList();
        return Optional.of(new OriginalLines(event.seq(), Micros.of(posting.effectiveAt()), posting.decision(), lines));
    }

    private static Optional<OriginalLines> entries(long seq, StateComparison stored) {
        List<Stored> rows = stored.select(
                ENTRIES,
                Map.of("begin", seq * LedgerTables.LINES, "end", (seq + 1) * LedgerTables.LINES),
                (int) LedgerTables.LINES,
                (results, context) -> new Stored(results.getLong(1), results.getLong(2), results.getLong(3)));
        return rows.stream()
                .findFirst()
                .map(first -> new OriginalLines(
                        seq,
                        first.effectiveAt(),
                        null,
                        rows.stream().map(Stored::line).toList()));
    }
}
