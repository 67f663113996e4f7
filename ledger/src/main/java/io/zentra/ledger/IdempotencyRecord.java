package io.zentra.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What is kept of a key that took effect. However often it came again, it was answered from its first events, which no
 * later one changes; with another request it would have been {@code idempotency_conflict}. Immutable.
 *
 * @param operation the operation in which the key counts, such as {@code ledger.post}
 * @param key the key
 * @param firstSeq the sequence of the first event, which keeps key and request
 * @param firstUsedAt when the key was first used
 * @param request the request as JSON; the same key must come with the same one
 * @param replays how often the key came again
 * @param latest the latest of these times, the last first; up to {@value #MAX_LATEST}
 */
public record IdempotencyRecord(
        String operation,
        String key,
        long firstSeq,
        Instant firstUsedAt,
        String request,
        long replays,
        List<Replay> latest) {
    /** The most replays that are told one by one. */
    public static final int MAX_LATEST = 100;

    /**
     * A time that the key came again, and got the answer of the first time.
     *
     * @param seq the sequence of the event that records it
     * @param at when
     * @param actor who, as {@code kind:id}
     */
    public record Replay(long seq, Instant at, String actor) {}

    /** Copies the list. */
    public IdempotencyRecord {
        latest = List.copyOf(latest);
    }
}
