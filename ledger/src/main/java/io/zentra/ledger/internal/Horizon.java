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
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far back a command may change the history of each account: the earliest effective time that it gives there, in
 * microseconds. Its reads and its decision must make the same one. Immutable.
 */
public final class Horizon {
    /** Of a command that gives no effective time. */
    static final Horizon NONE = new Horizon(Map.of());

    private final Map<String, Long> earliest;

    private Horizon(Map<String, Long> earliest) {
        this.earliest = earliest;
    }

    /** Of lines, effective at a time; null for now. */
    public static Horizon of(List<EntryRequest> lines, @Nullable Instant effectiveAt) {
        return effectiveAt == null ? NONE : NONE.and(lines.stream().map(EntryRequest::account), effectiveAt);
    }

    /** Of requests that are posted as one. */
    static Horizon of(List<PostingRequest> requests) {
        Map<String, Long> earliest = new HashMap<>();
        for (PostingRequest request : requests) {
            Instant effectiveAt = request.effectiveAt();
            if (effectiveAt != null) {
                request.entries().forEach(line -> earliest.merge(line.account(), Micros.of(effectiveAt), Math::min));
            }
        }
        return earliest.isEmpty() ? NONE : new Horizon(earliest);
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
        Map<String, Long> more = new HashMap<>(earliest);
        accounts.forEach(account -> more.merge(account, Micros.of(effectiveAt), Math::min));
        return new Horizon(more);
    }

    /** Whether all takes effect now. */
    boolean isNone() {
        return earliest.isEmpty();
    }

    /** The earliest time of an account; null when it is only posted to now. */
    @Nullable
    Long of(String account) {
        return earliest.get(account);
    }

    /** The most entries of one account that are looked at: fewer each, when a bulk changes the past of very many accounts. */
    int most() {
        return Math.min(LaterEntries.MAX, LaterEntries.MAX_TOGETHER / Math.max(1, earliest.size()));
    }

    /** Names what effective times need, besides the accounts and their balances. */
    public void need(Reads reads) {
        if (!isNone()) {
            reads.need(TimeTables.TIME_RULE, TimeRuleRow.FIRST.no());
            earliest.forEach((id, from) -> need(reads, id, from));
        }
    }

    /** The same for these lines alone. */
    void need(Reads reads, List<EntryRequest> lines) {
        if (!isNone()) {
            reads.need(TimeTables.TIME_RULE, TimeRuleRow.FIRST.no());
            lines.forEach(line -> need(reads, line.account(), Objects.requireNonNull(of(line.account()))));
        }
    }

    private void need(Reads reads, String id, long from) {
        AccountRow account = reads.need(LedgerTables.ACCOUNT, id);
        BalanceRow balance = account == null ? null : reads.need(LedgerTables.BALANCE, account.no());
        if (account != null && balance != null && balance.lastEntry() != 0) {
            EntryRow last = reads.need(LedgerTables.ENTRY, balance.lastEntry());
            if (last != null && Reaches.isToLookAt(account, last.latestAt(), from)) {
                reads.needAll(LaterEntries.listing(account.no(), last.no(), from, most()));
            }
        }
    }
}
