package io.zentra.ledger;

/**
 * A posting put right: its reversal, and what stands in its place. Immutable.
 *
 * @param reversal reverses what was left of the posting
 * @param posting corrects it
 */
public record Correction(Posting reversal, Posting posting) {}
