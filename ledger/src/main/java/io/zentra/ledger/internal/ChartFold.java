package io.zentra.ledger.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import io.zentra.ledger.AppliedChart;
import java.util.ArrayDeque;
import java.util.Deque;

/** Applied templates told by events: each opens right behind it what it says, and keeps only what was there. */
final class ChartFold {
    private final LedgerFold ledger;
    private final Deque<String> promised = new ArrayDeque<>();

    ChartFold(LedgerFold ledger) {
        this.ledger = ledger;
    }

    /** Behind a chart the accounts that it opens are still to come. */
    boolean isAtRest() {
        return promised.isEmpty();
    }

    /** Takes the next event, before it changes any account. */
    void apply(Event event) {
        if (!promised.isEmpty()) {
            String id = promised.remove();
            if (!event.type().equals(OpenAccount.OPENED)
                    || !event.subject().filter(id::equals).isPresent()) {
                ledger.fault("event " + event.seq() + " does not open the account " + id
                        + ", which a chart before it says that it opened");
                promised.clear();
            }
        }
        if (event.type().equals(ApplyChart.APPLIED)) {
            AppliedChart chart = ApplyChart.read(event);
            chart.kept().forEach(id -> ledger.account(id, event));
            promised.addAll(chart.opened());
        }
    }

    void compare(StateComparison stored) {
        if (!promised.isEmpty()) {
            stored.fault("the account " + promised.peek() + " was opened by no event, though a chart says so");
        }
    }
}
