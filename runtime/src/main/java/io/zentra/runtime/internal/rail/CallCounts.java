package io.zentra.runtime.internal.rail;

import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.rail.RailHealth;
import io.zentra.runtime.rail.RailHealth.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the calls of a rail went since the runtime was built. Thread-safe. */
final class CallCounts {
    private static final int WEIGHT = 4;

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private long failuresInRow;
    private @Nullable Instant lastSuccessAt;
    private @Nullable Instant lastFailureAt;
    private @Nullable Duration latency;

    /** A call gave an answer, or its outcome is unknown. */
    synchronized void ended(RailOutcome outcome, Instant began, Instant at) {
        count(countOf(outcome));
        Duration took = at.isBefore(began) ? Duration.ZERO : Duration.between(began, at);
        latency = latency == null ? took : latency.plus(took.minus(latency).dividedBy(WEIGHT));
        if (isFailure(outcome)) {
            failuresInRow++;
            lastFailureAt = at;
        } else {
            failuresInRow = 0;
            lastSuccessAt = at;
        }
    }

    /** One more of these. */
    synchronized void count(Count what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** Whether an outcome speaks against a rail; a decline does not. */
    static boolean isFailure(RailOutcome outcome) {
        return outcome instanceof RailOutcome.Unknown;
    }

    synchronized RailHealth health(String rail, CallBreaker breaker, int underWay, int mostAtOnce) {
        return new RailHealth(
                rail,
                breaker.circuit(),
                breaker.openUntil(),
                underWay,
                mostAtOnce,
                failuresInRow,
                lastSuccessAt,
                lastFailureAt,
                latency == null ? Duration.ZERO : latency,
                counts);
    }

    private static Count countOf(RailOutcome outcome) {
        if (outcome instanceof RailOutcome.Accepted) {
            return Count.ACCEPTED;
        }
        if (outcome instanceof RailOutcome.Succeeded) {
            return Count.SUCCEEDED;
        }
        if (outcome instanceof RailOutcome.Declined) {
            return Count.DECLINED;
        }
        return outcome instanceof RailOutcome.NotSent ? Count.NOT_SENT : Count.UNKNOWN;
    }
}
