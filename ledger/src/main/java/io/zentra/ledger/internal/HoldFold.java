package io.zentra.ledger.internal;

import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldCounter;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.ToldRows;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.AccountRow;
import io.zentra.ledger.internal.LedgerTables.CaptureRow;
import io.zentra.ledger.internal.LedgerTables.HoldLeg;
import io.zentra.ledger.internal.LedgerTables.HoldRow;
import io.zentra.ledger.internal.LedgerTables.OpenHold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds recomputed from events, and what they do to balances. Open holds are kept in memory; a closed one does not change
 * any more and is compared soon.
 */
final class HoldFold {
    /** The events that holds are told by. */
    static final Set<String> EVENTS = Set.of(
            HoldText.PLACED,
            HoldText.INCREASED,
            HoldText.EXTENDED,
            HoldText.CAPTURED,
            HoldText.RELEASED,
            HoldText.EXPIRED);

    private final LedgerFold ledger;
    private final Map<Long, HoldRow> open = new HashMap<>();
    private final FoldCounter placed = new FoldCounter("verified_holds");
    private final HoldComparison closed = new HoldComparison();
    private final ToldRows<CaptureRow> captures = new ToldRows<>(
            LedgerTables.CAPTURE,
            CaptureRow::hold,
            CaptureRow::posting,
            new ToldRows.Wording<>(
                    HoldFold::isCapture,
                    row -> name(row) + " comes from no event",
                    row -> name(row) + " is missing",
                    "captures"));
    private @Nullable Posting lastCapture;
    private List<Long> released = List.of();

    HoldFold(LedgerFold ledger) {
        this.ledger = ledger;
    }

    List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(LedgerTables.HOLD, open), placed.table(), captures.table());
    }

    /** What a final capture lets go of is off the balances before its posting, which tells them after all of it. */
    void begin(Posting posting, Event event) {
        released = List.of();
        HoldRow hold = CaptureHold.isFinal(event, posting) ? known(posting.hold()) : null;
        if (hold == null) {
            return; // none, or one that its own event is told to be unknown by
        }
        List<Long> rests = rests(hold, posting);
        for (int i = 0; i < rests.size(); i++) {
            HoldLeg leg = hold.legs().get(i);
            AccountRow account = ledger.account(leg.account(), event);
            if (account != null && rests.get(i) != 0) {
                ledger.pend(account, leg.side(), -rests.get(i));
            }
        }
        released = rests;
    }

    /** What is left of each leg when a posting has taken from those of its account and side, the first first. */
    private static List<Long> rests(HoldRow hold, Posting posting) {
        Map<String, Long> taken = new HashMap<>();
        posting.entries()
                .forEach(entry -> taken.merge(
                        entry.side() + entry.account(), entry.amount().minor(), Math::addExact));
        List<Long> rests = new ArrayList<>();
        for (HoldLeg leg : hold.legs()) {
            String key = leg.side() + leg.account();
            long left = taken.getOrDefault(key, 0L);
            long took = Math.min(left, leg.remaining().minor());
            taken.put(key, left - took);
            rests.add(leg.remaining().minor() - took);
        }
        return rests;
    }

    private @Nullable HoldRow known(@Nullable String id) {
        return id == null
                ? null
                : EntityId.parse("ho", id).map(parsed -> open.get(parsed.seq())).orElse(null);
    }

    /** Behind the posting of a capture the event of the hold is still to come. */
    boolean isAtRest() {
        return lastCapture == null;
    }

    /** The last events of open holds. */
    Set<Long> needed() {
        return open.values().stream().map(HoldRow::lastEvent).collect(Collectors.toCollection(HashSet::new));
    }

    /** Takes a posting; one that captures comes right before the event that tells the hold. */
    void posted(Posting posting, StateComparison stored) {
        lastCapture = posting.hold() == null ? null : posting;
        if (lastCapture == null) {
            return;
        }
        HoldRow hold = known(posting.hold());
        if (hold == null || !hold.id().equals(posting.hold())) {
            ledger.fault("event " + posting.seq() + " captures the unknown hold " + posting.hold());
        } else {
            if (!Objects.equals(posting.decision(), hold.decision())) {
                ledger.fault("event " + posting.seq() + " names another decision than the hold " + hold.id());
            }
            captures.expect(new CaptureRow(hold.no(), posting.seq()), stored);
        }
    }

    /** Takes an event that is no posting. */
    void apply(Event event, StateComparison stored) {
        if (EVENTS.contains(event.type())) {
            applyHold(event, stored);
        }
        lastCapture = null;
        released = List.of();
    }

    private void applyHold(Event event, StateComparison stored) {
        Hold hold = HoldText.read(event);
        long no = no(hold);
        HoldRow before = open.get(no);
        boolean first = event.type().equals(HoldText.PLACED);
        if (first != (before == null) || (first && no != event.seq())) {
            ledger.fault("event " + event.seq() + (first ? " places" : " changes the unknown") + " hold " + hold.id());
            return;
        }
        HoldRow after = row(hold, event, before);
        if (before != null && before.legs().size() != after.legs().size()) {
            ledger.fault("event " + event.seq() + " tells other legs of the hold " + hold.id());
            return;
        }
        if (before != null) {
            ledger.decisions().undone(before.decision(), Decisions.undone(before, after), stored);
        }
        boolean letGo = released.size() == after.legs().size() && captures(event, hold.id());
        keep(after, first, stored);
        for (int i = 0; i < after.legs().size(); i++) {
            pend(
                    event,
                    before == null ? null : before.legs().get(i),
                    after.legs().get(i),
                    letGo ? released.get(i) : 0);
        }
        if (event.type().equals(HoldText.CAPTURED)) {
            requireCaptured(event, hold.id(), before, after);
        }
        hold.legs().forEach(leg -> ledger.compareTold(event, ledger.account(leg.account(), event), leg.balances()));
    }

    private void keep(HoldRow hold, boolean first, StateComparison stored) {
        if (first) {
            placed.add(1);
        }
        if (hold.isOpen()) {
            open.put(hold.no(), hold);
        } else {
            open.remove(hold.no());
            closed.expect(hold, stored);
        }
    }

    void compareSoFar(StateComparison stored) {
        closed.compare(stored);
        captures.compareSoFar(stored);
    }

    /** What was captured, and finally let go of, is off the balances by the posting; the rest is held or let go here. */
    private void pend(Event event, @Nullable HoldLeg before, HoldLeg after, long released) {
        AccountRow account = ledger.account(after.account(), event);
        long more = after.remaining().minor() + after.captured().minor() + released;
        if (before != null) {
            more -= before.remaining().minor() + before.captured().minor();
        }
        if (account != null && more != 0) {
            ledger.pend(account, after.side(), more);
        }
    }

    /** The posting of a capture has moved what the legs say. */
    private void requireCaptured(Event event, String id, @Nullable HoldRow before, HoldRow after) {
        long said = 0;
        long moved = 0;
        for (int i = 0; i < after.legs().size(); i++) {
            said += after.legs().get(i).captured().minor();
            said -= before == null ? 0 : before.legs().get(i).captured().minor();
        }
        Posting posting = lastCapture;
        if (posting != null && captures(event, id)) {
            moved = posting.entries().stream()
                    .mapToLong(entry -> entry.amount().minor())
                    .sum();
        }
        if (said != moved) {
            ledger.fault("event " + event.seq() + " captures of the hold " + id + " what no posting moved");
        }
    }

    /** Whether the event comes right after the posting that captured its hold. */
    private boolean captures(Event event, String id) {
        return lastCapture != null && id.equals(lastCapture.hold()) && lastCapture.seq() == event.seq() - 1;
    }

    void compare(StateComparison stored) {
        closed.compare(stored);
        open.values().stream().sorted(Comparator.comparing(HoldRow::no)).forEach(hold -> closed.expect(hold, stored));
        closed.compare(stored);
        HoldComparison.compareCount(placed.count(), stored);
        Map<OpenHold, OpenHold> rows = new HashMap<>();
        open.values()
                .forEach(hold -> hold.legs().forEach(leg -> {
                    AccountRow account = ledger.known(leg.account());
                    if (account != null) {
                        OpenHold row = new OpenHold(account.no(), hold.no());
                        rows.put(row, row);
                    }
                }));
        stored.compare(
                LedgerTables.OPEN_HOLD,
                rows,
                row -> "the open hold of event " + row.hold() + " in account " + row.account());
        captures.compare(stored);
    }

    private static boolean isCapture(Event event, CaptureRow row) {
        return event.type().equals(PostingText.POSTED)
                && EntityId.parse("ho", String.valueOf(PostingText.read(event).hold()))
                        .filter(hold -> hold.seq() == row.hold())
                        .isPresent();
    }

    private static String name(CaptureRow row) {
        return "the link of the hold of event " + row.hold() + " to its capture " + row.posting();
    }

    private HoldRow row(Hold hold, Event event, @Nullable HoldRow before) {
        HoldRow told = row(hold, event);
        return before == null
                ? told
                : expiring(event, before, told.expiresAtMicros()).with(hold.status(), told.legs(), event.seq());
    }

    /** With the expiry that the event tells: a later one when it extends the hold, and otherwise that of before. */
    private HoldRow expiring(Event event, HoldRow before, @Nullable Long told) {
        Long expiry = before.expiresAtMicros();
        boolean isExtension = event.type().equals(HoldText.EXTENDED);
        if (isExtension && told != null && expiry != null && told > expiry) {
            return before.until(told);
        }
        if (isExtension || !Objects.equals(told, expiry)) {
            ledger.fault("event " + event.seq() + (isExtension ? " extends" : " tells another expiry of") + " the hold "
                    + before.id() + (isExtension ? " to no later time" : ""));
        }
        return before;
    }

    private static HoldRow row(Hold hold, Event event) {
        List<HoldLeg> legs = hold.legs().stream()
                .map(leg -> new HoldLeg(leg.account(), leg.side(), leg.amount(), leg.captured(), leg.remaining()))
                .toList();
        Long expiresAt = hold.expiresAt() == null ? null : Long.valueOf(Micros.of(hold.expiresAt()));
        return new HoldRow(
                no(hold),
                hold.id(),
                hold.status(),
                hold.correlation(),
                hold.decision(),
                legs,
                hold.metadata(),
                expiresAt,
                event.seq());
    }

    private static long no(Hold hold) {
        return EntityId.parse("ho", hold.id()).map(EntityId::seq).orElse(0L);
    }
}
