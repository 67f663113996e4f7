package io.zentra.runtime.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of a story. Immutable.
 *
 * @param eventSeq its sequence in the tenant's journal
 * @param at when it was recorded
 * @param type what happened, such as {@code provider.routed}
 * @param actor who did it, as {@code kind:id}
 * @param subject the id of what it is about; null for none
 * @param sentence the same for people, in one English sentence; it may be worded otherwise in a later version
 */
public record Moment(
        long eventSeq,
        Instant at,
        String type,
        String actor,
        @Nullable String subject,
        String sentence) {}
