package io.zentra.ledger.internal;

import io.zentra.core.journal.Event;
import io.zentra.core.journal.StateComparison;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.usage.Usage;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That whatever is undone of what a decision let through is given back of its usage by the same command. What is given back
 * beyond that is another module's, and compared with the whole by core.
 */
final class DecisionFold {
    private final LedgerFold ledger;
    private final Map<String, BigInteger> due = new HashMap<>();
    private long last;

    DecisionFold(LedgerFold ledger) {
        this.ledger = ledger;
    }

    /** Takes the next event, before what it undoes is told. */
    void apply(Event event) {
        if (event.first().isEmpty()) {
            requireNoneDue();
        }
        if (event.type().equals(Usage.RETURNED)) {
            BigInteger back =
                    BigInteger.valueOf(event.body().path("undone_minor").longValue());
            due.computeIfPresent(event.body().path("decision").asText(), (id, rest) -> rest.subtract(back));
        }
        last = event.seq();
    }

    /** The event undoes these debits of what a decision let through; nothing without a decision. */
    void undone(@Nullable String decision, Map<Asset, BigInteger> debits, StateComparison stored) {
        if (decision != null) {
            whole(decision, stored)
                    .map(whole -> debits.get(whole.asset()))
                    .ifPresent(minor -> due.merge(decision, minor, BigInteger::add));
        }
    }

    /** Within a command that undoes something, what is given back is still to come. */
    boolean isAtRest() {
        return due.values().stream().allMatch(rest -> rest.signum() == 0);
    }

    void compare() {
        requireNoneDue();
    }

    private void requireNoneDue() {
        due.forEach((decision, rest) -> {
            if (rest.signum() != 0) {
                ledger.fault("the command of event " + last + " undoes " + rest + " of the decision " + decision
                        + " more than it gives back");
            }
        });
        due.clear();
    }

    /** What a decision reserved is left in the database when it is archived. */
    private static Optional<Money> whole(String decision, StateComparison stored) {
        return Usage.decisionSeq(decision).flatMap(stored::remains).flatMap(Usage::whole);
    }
}
