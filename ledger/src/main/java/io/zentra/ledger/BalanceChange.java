package io.zentra.ledger;

import io.zentra.core.money.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a balance changed: one entry with its source. Immutable.
 *
 * @param entryId the entry's id, the posting's with the line
 * @param side which side
 * @param amount above zero
 * @param postedAfter the posted balance after it, in the sign of the account's normal side
 * @param version the account's version after it
 * @param postingId the posting
 * @param eventSeq the sequence of the source event
 * @param at when it was recorded
 * @param actor who, as {@code kind:id}
 * @param operation the operation of the command that it is a part of, when that had a key
 * @param key the idempotency key of that command
 * @param replays how often that key came again
 * @param correlation the id of what it belongs to
 */
public record BalanceChange(
        String entryId,
        Side side,
        Money amount,
        Money postedAfter,
        long version,
        String postingId,
        long eventSeq,
        Instant at,
        String actor,
        Optional<String> operation,
        Optional<String> key,
        long replays,
        Optional<String> correlation) {}
