package io.zentra.core.review;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote about a case. Immutable.
 *
 * @param seq the sequence of the event that records it
 * @param author who wrote it, as {@code kind:id}
 * @param writtenAt when
 * @param text the words; null when they were erased
 */
public record ReviewNote(
        long seq,
        String author,
        Instant writtenAt,
        @Nullable String text) {}
