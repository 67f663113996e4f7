package io.zentra.ledger.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.time.Micros;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.LedgerWork;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.BalanceRow;
import io.zentra.ledger.internal.LedgerTables.EntryRow;
import io.zentra.ledger.internal.TimeTables.TimeRuleRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far back a command may change the history of each account: the effective times that it gives there, in
 * microseconds. Its reads and its decision must make the same one. Immutable.
 */
public final class Horizon {
    /** Of a command that gives no effective time. */
    static final Horizon NONE = new Horizon(Map.of());

    private final Map<String, SortedSet<Long>> times;

    private Horizon(Map<String, SortedSet<Long>> times) {
        this.times = times;
    }

    /** Of lines, effective at a time; null for now. */
    public static Horizon of(List<EntryRequest> lines, @Nullable Instant effectiveAt) {
        return effectiveAt == null ? NONE : NONE.and(lines.stream().map(EntryRequest::account), effectiveAt);
    }

    /** Of requests that are posted as one. */
    static Horizon of(List<PostingRequest> requests) {
        Map<String, SortedSet<Long>> times = new HashMap<>();
        for (PostingRequest request : requests) {
            Instant effectiveAt = request.effectiveAt();
            if (effectiveAt != null) {
                request.entries().forEach(line -> add(times, line.account(), effectiveAt));
            }
        }
        return times.isEmpty() ? NONE : new Horizon(times);
    }

    /** Of one posting. */
    static Horizon of(LedgerWork.Draft draft) {
        return of(draft.entries(), draft.effectiveAt());
    }

    /** The same with more accounts. */
    Horizon and(Stream<String> accounts, @Nullable Instant effectiveAt) {
        if (effectiveAt == null) {
            return this;
        }
        Map<String, SortedSet<Long>> more = new HashMap<>();
        times.forEach((account, given) -> more.put(account, new TreeSet<>(given)));
        accounts.forEach(account -> add(more, account, effectiveAt));
        return new Horizon(more);
    }

    private static void add(Map<String, SortedSet<Long>> times, String account, Instant effectiveAt) {
        times.computeIfAbsent(account, none -> new TreeSet<>()).add(Micros.of(effectiveAt));
    }

    /** Whether all takes effect now. */
    boolean isNone() {
        return times.isEmpty();
    }

    /** The earliest time of an account; null when it is only posted to now. */
    @Nullable
    Long of(String account) {
        SortedSet<Long> given = times.get(account);
        return given == null ? null : given.first();
    }

    /** The most entries of one account that are looked at: fewer each, when a bulk changes the past of very many accounts. */
    int most() {
        return Math.min(LaterEntries.MAX, LaterEntries.MAX_TOGETHER / Math.max(1, times.size()));
    }

    /** Names what effective times need, besides the accounts and their balances. */
    public void need(Reads reads) {
        if (!isNone()) {
            reads.need(TimeTables.TIME_RULE, TimeRuleRow.FIRST.no());
            times.forEach((id, given) -> need(reads, id, given));
        }
    }

    /** The same for the lines of one of its postings alone, effective at a time; null for now. */
    void need(Reads reads, List<EntryRequest> lines, @Nullable Instant effectiveAt) {
        if (!isNone()) {
            reads.need(TimeTables.TIME_RULE, TimeRuleRow.FIRST.no());
            Set<Long> given = effectiveAt == null ? Set.of() : Set.of(Micros.of(effectiveAt));
            lines.forEach(line -> need(reads, line.account(), given));
        }
    }

    private void need(Reads reads, String id, Set<Long> given) {
        Long from = of(id);
        if (from != null) {
            need(reads, id, from, given);
        }
    }

    private void need(Reads reads, String id, long from, Set<Long> given) {
        AccountRow account = reads.need(LedgerTables.ACCOUNT, id);
        if (account != null) {
            given.forEach(at -> BackdatedSums.need(reads, account.no(), at));
        }
        BalanceRow balance = account == null ? null : reads.need(LedgerTables.BALANCE, account.no());
        if (account != null && balance != null && balance.lastEntry() != 0) {
            EntryRow last = reads.need(LedgerTables.ENTRY, balance.lastEntry());
            if (last != null && Reaches.isToLookAt(account, last.latestAt(), from)) {
                reads.needAll(LaterEntries.listing(account.no(), last.no(), from, most()));
            }
        }
    }
}
