package io.zentra.ledger.internal;

import static io.zentra.core.storage.Column.integer;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.storage.RowType;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Crossing;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.Reaches.Reach;
import io.zentra.ledger.internal.TimeTables.BackdatedKey;
import io.zentra.ledger.internal.TimeTables.TimeRuleRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The effective times of entries, the rule about time, and broken limits, recomputed from events. */
final class TimeFold {
    private final LedgerFold ledger;
    private final Map<Long, Latest> latest = new HashMap<>();
    private final BackdatedFold backdated = new BackdatedFold();
    private final Map<Long, TimeRuleRow> rules = new HashMap<>();
    private @Nullable Reaches reaches;
    private @Nullable Posting last;

    private static final RowType<Long, Latest> LATEST = RowType.of("verified_latest", Latest::account)
            .key(List.of(integer("account")), (key, out) -> out.integer(key))
            .values(List.of(integer("at")), (row, out) -> out.integer(row.at()))
            .read(in -> new Latest(in.integer(), in.integer()));

    /** The latest effective time of an account's entries, in microseconds. */
    private record Latest(long account, long at) {}

    TimeFold(LedgerFold ledger) {
        this.ledger = ledger;
    }

    List<FoldTable<?, ?>> tables() {
        List<FoldTable<?, ?>> tables =
                new ArrayList<>(List.of(new FoldTable<>(LATEST, latest), new FoldTable<>(TimeTables.TIME_RULE, rules)));
        tables.addAll(backdated.tables());
        return tables;
    }

    /** Behind a reversal that reaches back, a correction may come that was decided together with it. */
    boolean isAtRest() {
        return reaches == null;
    }

    /** Begins a posting. One that corrects what the one before reversed was decided together with it. */
    void begin(Posting posting, Event event, StateComparison stored) {
        boolean together = last != null
                && last.seq() == posting.seq() - 1
                && last.reverses() != null
                && last.reverses().equals(posting.corrects());
        if (!together) {
            told(stored);
        } else if (!Objects.requireNonNull(last).crossings().isEmpty()) {
            ledger.fault("event " + last.seq() + " tells limits that its correction would tell");
        }
        if (reaches == null && PostingText.effectiveAt(event).isPresent()) {
            reaches = new Reaches();
        }
    }

    /** Takes its next entry and answers the latest effective time of the account's entries, this one included. */
    long place(Posting posting, AccountRow account, long previous, long no, long amount) {
        long at = Micros.of(posting.effectiveAt());
        Latest row = latest.get(account.no());
        long before = row == null ? Long.MIN_VALUE : row.at();
        long latestAt = Math.max(before, at);
        latest.put(account.no(), new Latest(account.no(), latestAt));
        if (reaches != null) {
            reaches.add(account, previous, () -> before, at, amount);
        }
        if (latestAt != at) {
            backdated.add(new BackdatedKey(account.no(), no), at, amount);
        }
        return latestAt;
    }

    /** Ends it: it may take effect only when that was open. What it tells of broken limits is judged, unless it reverses. */
    void end(Posting posting, StateComparison stored) {
        if (posting.effectiveAt().isAfter(posting.postedAt())
                || posting.effectiveAt().isBefore(rule().closed().orElse(Instant.MIN))) {
            ledger.fault("the posting of event " + posting.seq() + " is effective at " + posting.effectiveAt()
                    + ", which was not open then");
        }
        if (!posting.crossings().isEmpty() && rule().backdating() == Backdating.REJECT) {
            ledger.fault("event " + posting.seq() + " breaks limits in between, which the rule about time rejects");
        }
        if (reaches == null && !posting.crossings().isEmpty()) {
            ledger.fault("event " + posting.seq() + " does not tell the limits that the posting broke in between");
        }
        last = posting;
        if (posting.reverses() == null) {
            told(stored);
        }
    }

    /** What the last posting tells of broken limits is what the rows before it give, once those are compared. */
    private void told(StateComparison stored) {
        if (reaches != null && last != null) {
            ledger.compareEntries(stored);
            backdated.compareSoFar(stored);
        }
        if (reaches != null && last != null && !isTold(last, reaches, stored)) {
            ledger.fault("event " + last.seq() + " does not tell the limits that the posting broke in between");
        }
        reaches = null;
        last = null;
    }

    private static boolean isTold(Posting posting, Reaches reaches, StateComparison stored) {
        return reaches.crossings(new Stored(posting, stored)).equals(posting.crossings());
    }

    /**
     * The entries that a posting came after. How many were looked at is told by no event: fewer of each account, the more
     * accounts were decided together. So a posting may say that it did not look where it is more than the fewest, and must
     * where it is more than the most.
     */
    private record Stored(Posting posting, StateComparison stored) implements Reaches.Shelf {
        @Override
        public List<LaterEntries.Later> back(Reach reach) {
            return stored.list(
                    LaterEntries.listing(reach.account().no(), reach.last(), reach.from(), LaterEntries.MAX));
        }

        @Override
        public int most(Reach reach) {
            boolean unseen = posting.crossings().stream()
                    .anyMatch(crossing -> crossing.kind() == Crossing.Kind.NOT_LOOKED_AT
                            && crossing.account().equals(reach.account().id()));
            return unseen ? LaterEntries.FEWEST : LaterEntries.MAX;
        }
    }

    /** Takes an event that is no posting. */
    void apply(Event event, StateComparison stored) {
        told(stored);
        switch (event.type()) {
            case MovePeriod.CLOSED, MovePeriod.REOPENED ->
                put(rule().with(MovePeriod.closed(event).map(Micros::of).orElse(null)));
            case ChangeBackdating.CHANGED -> put(rule().with(ChangeBackdating.told(event)));
            default -> {} // of others
        }
    }

    /** After the last event. */
    void finish(StateComparison stored) {
        told(stored);
    }

    /** Compares when enough has come together. */
    void compareFull(StateComparison stored) {
        backdated.compareFull(stored);
    }

    void compareSoFar(StateComparison stored) {
        backdated.compareSoFar(stored);
    }

    void compare(StateComparison stored) {
        backdated.compare(stored);
        stored.compare(TimeTables.TIME_RULE, rules, no -> "the rule about time " + no);
    }

    private TimeRuleRow rule() {
        return rules.getOrDefault(TimeRuleRow.FIRST.no(), TimeRuleRow.FIRST);
    }

    private void put(TimeRuleRow rule) {
        rules.put(rule.no(), rule);
    }
}
