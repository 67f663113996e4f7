package io.zentra.ledger.internal;

import io.zentra.core.commit.Operation;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.JournalFold;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.money.Asset;
import io.zentra.core.search.TermFold;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Entry;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's tables recomputed from events: accounts, balances, entries, marks, holds, reversals, and what searches find
 * postings by.
 */
public final class LedgerFold implements JournalFold {
    private final Map<String, AccountRow> accounts = new HashMap<>();
    private final Map<Long, BalanceRow> balances = new HashMap<>();
    private final Map<MarkKey, MarkRow> marks = new HashMap<>();
    private final HoldFold holds = new HoldFold(this);
    private final ReversalFold reversals = new ReversalFold(this);
    private final TimeFold times = new TimeFold(this);
    private final ChartFold charts = new ChartFold(this);
    private final TermFold search = SearchTerms.INDEX.fold();
    private final EntryComparison entries = new EntryComparison();
    private final DecisionFold decisions = new DecisionFold(this);
    private final List<String> faults = new ArrayList<>();

    @Override
    public List<Operation> operations() {
        return Operations.KEYED;
    }

    @Override
    public List<FoldTable<?, ?>> tables() {
        List<FoldTable<?, ?>> tables = new ArrayList<>(List.of(
                new FoldTable<>(LedgerTables.ACCOUNT, accounts),
                new FoldTable<>(LedgerTables.BALANCE, balances),
                new FoldTable<>(LedgerTables.MARK, marks)));
        tables.addAll(holds.tables());
        tables.addAll(reversals.tables());
        tables.addAll(times.tables());
        tables.addAll(search.tables());
        return tables;
    }

    @Override
    public boolean isAtRest() {
        return holds.isAtRest() && times.isAtRest() && charts.isAtRest() && decisions.isAtRest();
    }

    /** Opening an account again asks for the event that opened it, and an open hold is read from its last event. */
    @Override
    public Set<Long> needed(long first, long last, StateComparison stored) {
        Set<Long> needed = holds.needed();
        accounts.values().forEach(account -> needed.add(account.no()));
        needed.removeIf(seq -> seq < first || seq > last);
        return needed;
    }

    @Override
    public void requireDone(long last, StateComparison stored) {
        search.requireDone(last, stored);
    }

    @Override
    public void resume(long seq) {
        entries.resume(seq);
        search.resume(seq);
    }

    @Override
    public void apply(Event event, StateComparison stored) {
        decisions.apply(event);
        charts.apply(event);
        apply(event);
        if (event.type().equals(PostingText.POSTED)) {
            Posting posting = PostingText.read(event);
            times.begin(posting, event, stored);
            holds.begin(posting, event);
            posted(event, posting);
            times.end(posting, stored);
            holds.posted(posting, stored);
            reversals.posted(posting, stored);
        } else {
            holds.apply(event, stored);
            times.apply(event, stored);
        }
        search.apply(event, stored);
        entries.compareFull(stored);
        times.compareFull(stored);
        faults.forEach(stored::fault);
        faults.clear();
    }

    @Override
    public void compareSoFar(StateComparison stored) {
        entries.compareSoFar(stored);
        times.compareSoFar(stored);
        search.compareSoFar(stored);
        holds.compareSoFar(stored);
        reversals.compareSoFar(stored);
    }

    @Override
    public void compare(StateComparison stored) {
        times.finish(stored);
        decisions.compare();
        faults.forEach(stored::fault);
        entries.compareRest(stored);
        stored.compare(LedgerTables.ACCOUNT, accounts, id -> "account " + id);
        stored.compare(LedgerTables.BALANCE, balances, no -> "the balance of account " + no);
        stored.compare(
                LedgerTables.MARK, marks, key -> "the mark at entry " + key.no() + " of account " + key.account());
        times.compare(stored);
        holds.compare(stored);
        reversals.compare(stored);
        charts.compare(stored);
        search.compare(stored);
    }

    private void apply(Event event) {
        if (event.type().equals(OpenAccount.OPENED)) {
            opened(event);
        } else if (AccountText.CHANGES.contains(event.type())) {
            accountChanged(event);
        }
    }

    private void opened(Event event) {
        AccountRow opened = OpenAccount.opened(event);
        accounts.put(opened.id(), opened);
        balances.put(event.seq(), BalanceRow.empty(event.seq()));
    }

    private void accountChanged(Event event) {
        AccountRow before = account(event.subject().orElseThrow(), event);
        if (before != null) {
            AccountText.changed(event, before)
                    .ifPresentOrElse(
                            after -> accounts.put(after.id(), after),
                            () -> fault("event " + event.seq() + " tells of " + before.id()
                                    + " what its type does not change"));
        }
    }

    private void posted(Event event, Posting posting) {
        if (!BasisText.isRight(event, posting, accounts, balances)) {
            fault("the amounts of event " + event.seq() + " do not come out of its basis");
        }
        Map<Asset, BigInteger> sums = new HashMap<>();
        for (Entry entry : posting.entries()) {
            AccountRow account = account(entry.account(), event);
            if (account == null) {
                return;
            }
            apply(event, entry, account, posting);
            sums.merge(entry.amount().asset(), BigInteger.valueOf(signed(entry)), BigInteger::add);
        }
        if (sums.values().stream().anyMatch(sum -> sum.signum() != 0)) {
            fault("the posting of event " + event.seq() + " does not balance");
        }
    }

    private void apply(Event event, Entry entry, AccountRow account, Posting posting) {
        boolean fromHold = posting.hold() != null;
        BalanceRow before = balances.getOrDefault(account.no(), BalanceRow.empty(account.no()));
        boolean debit = entry.side() == Side.DEBIT;
        long amount = entry.amount().minor();
        long fromDebits = fromHold && debit ? amount : 0;
        long fromCredits = fromHold && !debit ? amount : 0;
        long no = event.seq() * LedgerTables.LINES + line(entry);
        BalanceRow after = new BalanceRow(
                account.no(),
                debit ? Math.addExact(before.debits(), amount) : before.debits(),
                debit ? before.credits() : Math.addExact(before.credits(), amount),
                before.pendingDebits() - fromDebits,
                before.pendingCredits() - fromCredits,
                before.version() + (fromHold ? 2 : 1),
                before.entries() + 1,
                no);
        changed(event, account, after, entry.balances());
        long at = times.place(posting, account, before.lastEntry(), no, signed(entry));
        entries.expect(
                new EntryRow(no, account.no(), signed(entry), after.net(), before.lastEntry(), after.version(), at));
        if (after.entries() % LedgerTables.ENTRIES_PER_MARK == 0) {
            MarkKey key = new MarkKey(account.no(), no);
            marks.put(key, new MarkRow(key, at));
        }
    }

    void pend(AccountRow account, Side side, long amount) {
        BalanceRow before = balances.getOrDefault(account.no(), BalanceRow.empty(account.no()));
        balances.put(
                account.no(),
                new BalanceRow(
                        account.no(),
                        before.debits(),
                        before.credits(),
                        before.pendingDebits() + (side == Side.DEBIT ? amount : 0),
                        before.pendingCredits() + (side == Side.CREDIT ? amount : 0),
                        before.version() + 1,
                        before.entries(),
                        before.lastEntry()));
    }

    private void changed(Event event, AccountRow account, BalanceRow after, Balances told) {
        balances.put(account.no(), after);
        compareTold(event, account, told);
    }

    /** What the event told its caller must be what its predecessors give. */
    void compareTold(Event event, @Nullable AccountRow account, Balances told) {
        if (account == null) {
            return;
        }
        BalanceRow now = balances.getOrDefault(account.no(), BalanceRow.empty(account.no()));
        if (!now.balances(account.normalSide(), account.asset()).equals(told)) {
            fault("event " + event.seq() + " tells balances of " + account.id() + " that the entries do not give");
        }
    }

    @Nullable
    AccountRow account(String id, Event event) {
        AccountRow account = accounts.get(id);
        if (account == null) {
            fault("event " + event.seq() + " speaks of the unknown account " + id);
        }
        return account;
    }

    DecisionFold decisions() {
        return decisions;
    }

    /** The number of an account; 0 when no event opened it. */
    long no(String id) {
        AccountRow account = accounts.get(id);
        return account == null ? 0 : account.no();
    }

    /** An account that was opened. */
    @Nullable
    AccountRow known(String id) {
        return accounts.get(id);
    }

    private static long signed(Entry entry) {
        return entry.side() == Side.DEBIT
                ? entry.amount().minor()
                : -entry.amount().minor();
    }

    private static long line(Entry entry) {
        return Long.parseLong(entry.id().substring(entry.id().indexOf('/') + 1));
    }

    /** Compares the entries so far. */
    void compareEntries(StateComparison stored) {
        entries.compareSoFar(stored);
    }

    void fault(String fault) {
        faults.add(fault);
    }
}
