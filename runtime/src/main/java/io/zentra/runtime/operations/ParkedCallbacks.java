package io.zentra.runtime.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Callbacks that wait for what they speak of. Immutable.
 *
 * @param references for how many references callbacks wait; {@value #MAX_COUNTED} stands for that many or more
 * @param nextOverdueAt when the first of them that has no case yet gets one; null without one
 */
public record ParkedCallbacks(long references, @Nullable Instant nextOverdueAt) {
    /** Up to how many references are counted. */
    public static final int MAX_COUNTED = 10_000;
}
