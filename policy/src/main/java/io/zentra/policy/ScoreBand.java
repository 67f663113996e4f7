package io.zentra.policy;

/**
 * What follows from a risk score: it counts at the end of every step as a rule of that step would. Immutable.
 *
 * @param from the lowest score
 * @param then {@link Effect.Review} or {@link Effect.Deny}
 */
public record ScoreBand(int from, Effect then) {}
