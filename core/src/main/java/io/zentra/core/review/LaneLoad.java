package io.zentra.core.review;

import java.time.Instant;

/**
 * What lies open in a review lane. Immutable.
 *
 * @param lane the lane, whether it was set or not
 * @param open how many cases are open in it; {@value #MAX_COUNTED} stands for that many or more
 * @param oldest the id of the oldest of them
 * @param oldestAt when that was opened
 */
public record LaneLoad(String lane, long open, String oldest, Instant oldestAt) {
    /** Up to how many cases of a lane are counted. */
    public static final int MAX_COUNTED = 10_000;
}
