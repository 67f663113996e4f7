package io.zentra.ledger.internal;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Basis;
import io.zentra.ledger.Entry;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import io.zentra.ledger.internal.LedgerTables.EntryRow;
import io.zentra.ledger.internal.LedgerTables.MarkKey;
import io.zentra.ledger.internal.LedgerTables.MarkRow;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a posting inside a decision. */
public final class PostingWriter {
    private final UnitOfWork work;
    private final Posting posting;
    private final List<EntryRow> rows;
    private final List<MarkRow> marks;

    private PostingWriter(UnitOfWork work, Posting posting, List<EntryRow> rows, List<MarkRow> marks) {
        this.work = work;
        this.posting = posting;
        this.rows = rows;
        this.marks = marks;
    }

    /** Checks that an account would take part on this side of a posting. */
    public static void requireOpen(UnitOfWork work, String account, Side side, Money amount) {
        new Books(work).requireOpen(account, side, amount);
    }

    /** Checks all, then changes balances, adds entries and records the event. */
    public static Posting post(UnitOfWork work, LedgerWork.Draft draft) {
        return post(work, draft, work.newId("po"));
    }

    /** Requests were checked before they came here; what another module composes is checked here. */
    private static void requireBalanced(List<EntryRequest> lines) {
        Map<Asset, BigInteger> sums = new HashMap<>();
        for (EntryRequest line : lines) {
            BigInteger minor = BigInteger.valueOf(line.amount().minor());
            sums.merge(line.amount().asset(), line.side() == Side.DEBIT ? minor : minor.negate(), BigInteger::add);
        }
        if (lines.size() > LedgerTables.LINES || sums.values().stream().anyMatch(sum -> sum.signum() != 0)) {
            throw new IllegalStateException("a posting of " + lines.size() + " lines is too long or does not balance");
        }
    }

    /** The same under an id made before, which must hold the next sequence. */
    public static Posting post(UnitOfWork work, LedgerWork.Draft draft, String id) {
        return post(work, draft, id, null);
    }

    /** The same with what its amounts come from. */
    static Posting post(UnitOfWork work, LedgerWork.Draft draft, String id, @Nullable Basis basis) {
        Books books = new Books(work);
        PostingWriter posting = prepare(work, books, draft, id, work.nextSeq());
        books.close();
        return posting.write(basis);
    }

    /**
     * Enters the lines into the books. Whoever prepares closes the books, which checks all that was prepared as a whole,
     * and only then writes, in the order of the sequences.
     *
     * @param seq the sequence that the posting's event will have
     */
    static PostingWriter prepare(UnitOfWork work, Books books, LedgerWork.Draft draft, String id, long seq) {
        requireBalanced(draft.entries());
        List<Entry> entries = new ArrayList<>(draft.entries().size());
        List<EntryRow> rows = new ArrayList<>(draft.entries().size());
        List<MarkRow> marks = new ArrayList<>(0);
        long now = Micros.of(work.now());
        for (EntryRequest line : draft.entries()) {
            AccountRow account = books.requireOpen(line.account(), line.side(), line.amount());
            long amount = line.amount().minor();
            long no = seq * LedgerTables.LINES + rows.size();
            if (draft.hold() != null) {
                books.hold(line.account(), line.side(), -amount);
            }
            long previous = books.post(line.account(), line.side(), amount, no);
            BalanceRow after = books.row(line.account());
            long signed = line.side() == Side.DEBIT ? amount : -amount;
            rows.add(new EntryRow(no, account.no(), signed, after.net(), previous, after.version(), now));
            if (after.entries() % LedgerTables.ENTRIES_PER_MARK == 0) {
                marks.add(new MarkRow(new MarkKey(account.no(), no), now));
            }
            entries.add(new Entry(
                    id + "/" + entries.size(),
                    line.account(),
                    line.side(),
                    line.amount(),
                    books.balances(line.account())));
        }
        Posting posting = new Posting(
                id,
                seq,
                work.now(),
                entries,
                draft.correlation(),
                draft.reverses(),
                draft.corrects(),
                draft.hold(),
                draft.metadata());
        return new PostingWriter(work, posting, rows, marks);
    }

    /** Adds the entries and records the event. */
    Posting write() {
        return write(null);
    }

    private Posting write(@Nullable Basis basis) {
        rows.forEach(row -> work.append(LedgerTables.ENTRY, row));
        marks.forEach(mark -> work.append(LedgerTables.MARK, mark));
        work.record(new UnitOfWork.Draft(
                PostingText.POSTED,
                posting.id(),
                posting.correlation(),
                json -> PostingText.write(json, posting, basis)));
        return posting;
    }
}
