package io.zentra.ledger.internal;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Basis;
import io.zentra.ledger.Crossing;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a posting inside a decision. */
public final class PostingWriter {
    private final UnitOfWork work;
    private final LedgerWork.Draft draft;
    private final String id;
    private final long seq;
    private final Instant effectiveAt;
    private final long effectiveMicros;
    private final List<Entry> entries;
    private final List<EntryRow> rows;
    private final List<MarkRow> marks = new ArrayList<>(0);

    private PostingWriter(UnitOfWork work, LedgerWork.Draft draft, String id, long seq) {
        this.work = work;
        this.draft = draft;
        this.id = id;
        this.seq = seq;
        this.effectiveAt = EffectiveTime.of(work, draft.effectiveAt());
        this.effectiveMicros = Micros.of(effectiveAt);
        this.entries = new ArrayList<>(draft.entries().size());
        this.rows = new ArrayList<>(draft.entries().size());
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
    static void requireBalanced(List<EntryRequest> lines) {
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
        Books books = new Books(work, Horizon.of(draft));
        PostingWriter posting = prepare(work, books, draft, id, work.nextSeq());
        return posting.write(books.close(), null);
    }

    /**
     * The same.
     *
     * @param horizon how far back the command that it is a part of changes the past
     * @param basis what its amounts come from; null when they were given
     */
    static Posting post(UnitOfWork work, LedgerWork.Draft draft, Horizon horizon, @Nullable Basis basis) {
        Books books = new Books(work, horizon);
        PostingWriter posting = prepare(work, books, draft, work.newId("po"), work.nextSeq());
        return posting.write(books.close(), basis);
    }

    /**
     * Enters the lines into the books. Whoever prepares closes the books, which checks all that was prepared as a whole,
     * and only then writes, in the order of the sequences.
     *
     * @param seq the sequence that the posting's event will have
     */
    static PostingWriter prepare(UnitOfWork work, Books books, LedgerWork.Draft draft, String id, long seq) {
        requireBalanced(draft.entries());
        PostingWriter posting = new PostingWriter(work, draft, id, seq);
        draft.entries().forEach(line -> posting.enter(books, line));
        return posting;
    }

    private void enter(Books books, EntryRequest line) {
        AccountRow account = books.requireOpen(line.account(), line.side(), line.amount());
        long amount = line.amount().minor();
        long no = seq * LedgerTables.LINES + rows.size();
        if (draft.hold() != null) {
            books.hold(line.account(), line.side(), -amount);
        }
        long previous = books.post(line.account(), line.side(), amount, no);
        BalanceRow after = books.row(line.account());
        long signed = line.side() == Side.DEBIT ? amount : -amount;
        long latestAt = books.place(account, effectiveMicros, previous, signed);
        rows.add(new EntryRow(no, account.no(), signed, after.net(), previous, after.version(), latestAt));
        if (after.entries() % LedgerTables.ENTRIES_PER_MARK == 0) {
            marks.add(new MarkRow(new MarkKey(account.no(), no), latestAt));
        }
        entries.add(new Entry(
                id + "/" + entries.size(), line.account(), line.side(), line.amount(), books.balances(line.account())));
    }

    /**
     * Adds the entries and records the event.
     *
     * @param crossings the limits in between that it tells
     * @param basis what its amounts come from; null when they were given
     */
    Posting write(List<Crossing> crossings, @Nullable Basis basis) {
        Posting posting = new Posting(
                id,
                seq,
                work.now(),
                effectiveAt,
                entries,
                draft.correlation(),
                draft.reverses(),
                draft.corrects(),
                draft.hold(),
                draft.decision(),
                draft.metadata(),
                crossings);
        rows.forEach(this::append);
        marks.forEach(mark -> work.append(LedgerTables.MARK, mark));
        work.record(new UnitOfWork.Draft(
                PostingText.POSTED,
                id,
                draft.correlation(),
                json -> PostingText.write(json, posting, draft.effectiveAt(), basis)));
        return posting;
    }

    /** One that takes effect before another of its account stands once more by its time, and in the sums by time. */
    private void append(EntryRow row) {
        work.append(LedgerTables.ENTRY, row);
        if (row.latestAt() != effectiveMicros) {
            BackdatedSums.append(work, row, effectiveMicros);
        }
    }
}
