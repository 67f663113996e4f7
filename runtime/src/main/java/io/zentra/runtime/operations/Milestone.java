package io.zentra.runtime.operations;

import java.time.Instant;

/**
 * A stage that a story has reached. Immutable.
 *
 * @param stage the stage
 * @param state what is so from then on, such as {@code minor-unit entries}
 * @param event the type of the event that shows it, such as {@code ledger.entry.created}
 * @param proof by what it can be checked: an id, who acted in which scope, the hash of an entry, the decision of the
 *     corridor, the signature that was verified, the checkpoint that covers it
 * @param at when the event was recorded
 * @param actor who did it, as {@code kind:id}
 * @param eventSeq the event's sequence
 */
public record Milestone(
        Stage stage, String state, String event, String proof, Instant at, String actor, long eventSeq) {}
