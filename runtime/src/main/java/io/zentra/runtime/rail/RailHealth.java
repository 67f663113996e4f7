package io.zentra.runtime.rail;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a rail fares in this process. Immutable.
 *
 * @param rail its name
 * @param circuit whether it is called
 * @param openUntil until when it is left alone; null unless the circuit is open
 * @param underWay calls that have not ended, those that nobody waits for any more among them
 * @param mostAtOnce how many there may be
 * @param failuresInRow calls of unknown outcome since the last one with an answer
 * @param lastSuccessAt when it last gave an answer, a decline too; null before
 * @param lastFailureAt when the outcome of a call was last unknown; null before
 * @param latency how long calls took of late
 * @param counts how many calls came to this since the runtime was built
 */
public record RailHealth(
        String rail,
        Circuit circuit,
        @Nullable Instant openUntil,
        int underWay,
        int mostAtOnce,
        long failuresInRow,
        @Nullable Instant lastSuccessAt,
        @Nullable Instant lastFailureAt,
        Duration latency,
        Map<Count, Long> counts) {
    /** Copies the counts. */
    public RailHealth {
        counts = Map.copyOf(counts);
    }

    /** Whether all calls that there may be at one time are under way. */
    public boolean isBusy() {
        return underWay >= mostAtOnce;
    }

    /** How many calls came to this since the runtime was built. */
    public long count(Count what) {
        return counts.getOrDefault(what, 0L);
    }

    /** Whether a rail is called. */
    public enum Circuit {
        /** Every call goes through. */
        CLOSED,
        /** None does for now. */
        OPEN,
        /** One goes through next, and decides. */
        HALF_OPEN
    }

    /** What a call came to. */
    public enum Count {
        /** The provider has it. */
        ACCEPTED,
        /** The money arrived. */
        SUCCEEDED,
        /** The provider refused it. */
        DECLINED,
        /** It never reached the provider. */
        NOT_SENT,
        /** Nobody knows, timeouts and exceptions among them. */
        UNKNOWN,
        /** It took too long. */
        TIMED_OUT,
        /** The rail threw. */
        THREW,
        /** Its answer came after the timeout and was dropped. */
        LATE,
        /** It was not made because as many as may be were under way. */
        BUSY,
        /** It was not made because the rail is left alone. */
        BREAKER_OPEN
    }
}
