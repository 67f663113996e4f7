package io.zentra.ledger.internal;

import io.zentra.core.identity.EntityId;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.FoldTable;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.journal.ToldRows;
import io.zentra.core.time.Micros;
import io.zentra.ledger.Entry;
import io.zentra.ledger.Posting;
import io.zentra.ledger.internal.LedgerTables.ReversalRow;
import io.zentra.ledger.internal.LedgerTables.ReversedRow;
import io.zentra.ledger.internal.OriginalLines.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reversals and corrections recomputed from events: never more of an entry than was posted. */
final class ReversalFold {
    private final LedgerFold ledger;
    private final Map<Long, ReversedRow> reversed = new HashMap<>();
    private final ToldRows<ReversalRow> reversals = new ToldRows<>(
            LedgerTables.REVERSAL,
            ReversalRow::posting,
            ReversalRow::reversal,
            new ToldRows.Wording<>(
                    ReversalFold::isReversal,
                    row -> name(row) + " comes from no event",
                    row -> name(row) + " is missing",
                    "reversals and corrections"));

    ReversalFold(LedgerFold ledger) {
        this.ledger = ledger;
    }

    List<FoldTable<?, ?>> tables() {
        return List.of(new FoldTable<>(LedgerTables.REVERSED, reversed), reversals.table());
    }

    void posted(Posting posting, StateComparison stored) {
        if (posting.corrects() != null) {
            link(posting.corrects(), posting, stored);
        }
        if (posting.reverses() == null) {
            return;
        }
        OriginalLines original = link(posting.reverses(), posting, stored)
                ? OriginalLines.of(posting.reverses(), ledger::no, stored).orElse(null)
                : null;
        if (original == null) {
            ledger.fault("event " + posting.seq() + " reverses the unknown posting " + posting.reverses());
            return;
        }
        if (Micros.of(posting.effectiveAt()) < original.effectiveAt()) {
            ledger.fault("event " + posting.seq() + " reverses " + posting.reverses() + " before that took effect");
        }
        ledger.decisions().undone(original.decision(), Decisions.undone(posting), stored);
        ReversedRow before = reversed.get(original.seq());
        List<Long> left = new ArrayList<>(before == null ? original.amounts() : before.remaining());
        for (Entry entry : posting.entries()) {
            if (left.size() != original.lines().size()
                    || !take(original.lines(), left, entry, ledger.no(entry.account()))) {
                ledger.fault(
                        "event " + posting.seq() + " reverses more of " + posting.reverses() + " than was left of it");
            }
        }
        reversed.put(original.seq(), new ReversedRow(original.seq(), posting.seq(), left));
    }

    /** Takes a reversing entry off the lines that it is the opposite of, the first first. */
    private static boolean take(List<Line> original, List<Long> left, Entry reversing, long account) {
        long rest = reversing.amount().minor();
        for (int i = 0; i < left.size(); i++) {
            Line line = original.get(i);
            if (line.account() == account && line.side() != reversing.side()) {
                long took = Math.min(rest, left.get(i));
                left.set(i, left.get(i) - took);
                rest -= took;
            }
        }
        return rest == 0;
    }

    private boolean link(String id, Posting by, StateComparison stored) {
        Optional<EntityId> parsed = EntityId.parse("po", id).filter(of -> of.seq() < by.seq());
        parsed.ifPresent(of -> reversals.expect(new ReversalRow(of.seq(), by.seq()), stored));
        return parsed.isPresent();
    }

    void compare(StateComparison stored) {
        stored.compare(LedgerTables.REVERSED, reversed, posting -> "what is left of the posting of event " + posting);
        reversals.compare(stored);
    }

    void compareSoFar(StateComparison stored) {
        reversals.compareSoFar(stored);
    }

    private static boolean isReversal(Event event, ReversalRow row) {
        if (!event.type().equals(PostingText.POSTED)) {
            return false;
        }
        Posting posting = PostingText.read(event);
        return Stream.of(posting.reverses(), posting.corrects())
                .filter(Objects::nonNull)
                .anyMatch(id -> EntityId.parse("po", id)
                        .filter(of -> of.seq() == row.posting())
                        .isPresent());
    }

    private static String name(ReversalRow row) {
        return "the link of event " + row.posting() + " to its reversal " + row.reversal();
    }
}
