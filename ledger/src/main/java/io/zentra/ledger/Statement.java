package io.zentra.ledger;

import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of an account's history, the lines in the order of the axis. Amounts are in the sign of the account's normal
 * side. All of it is of one moment, whatever is posted meanwhile, and so are the pages that {@code next} and {@code previous}
 * lead to. Immutable.
 *
 * @param account the account's id
 * @param axis by which time
 * @param opening the posted balance before the first instant of the whole statement
 * @param closing the posted balance at its end
 * @param lines this page
 * @param previous leads to the page before, if there is one
 * @param next leads to the page behind, if there is one
 * @param resume leads on from the end of this page, also when nothing lies behind it yet; as {@code next} if there is one
 */
public record Statement(
        String account,
        TimeAxis axis,
        Money opening,
        Money closing,
        List<Line> lines,
        Optional<String> previous,
        Optional<String> next,
        String resume) {
    /** Copies the lines. */
    public Statement {
        lines = List.copyOf(lines);
    }

    /**
     * An entry.
     *
     * @param entryId the entry's id, the posting's with the line
     * @param side which side
     * @param amount above zero
     * @param balance the posted balance after it, on this axis
     * @param recordedAt when it was recorded
     * @param effectiveAt when it took effect
     * @param postingId the posting
     * @param actor who, as {@code kind:id}
     * @param correlation the id of what it belongs to
     */
    public record Line(
            String entryId,
            Side side,
            Money amount,
            Money balance,
            Instant recordedAt,
            Instant effectiveAt,
            String postingId,
            String actor,
            Optional<String> correlation) {}
}
