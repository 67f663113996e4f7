package io.zentra.webhooks.delivery;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.webhooks.internal.EventPatterns;
import java.time.Instant;
import java.util.List;

/**
 * Which deliveries of an endpoint are sent again. Immutable.
 *
 * @param events types, as an endpoint names them
 * @param from the first moment of the events
 * @param to the first moment after
 * @param isForced also those that arrived
 */
public record ReplayFilter(List<String> events, Instant from, Instant to, boolean isForced) {
    /**
     * Checks the types and the time.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public ReplayFilter {
        events.forEach(EventPatterns::require);
        events = List.copyOf(events);
        if (events.isEmpty() || !from.isBefore(to)) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "a replay needs types of events and a time that begins before it ends: " + from + " to " + to);
        }
    }

    /** All that failed or was missed since this moment, of any type. */
    public static ReplayFilter failedSince(Instant from) {
        return new ReplayFilter(List.of("*"), from, Instant.parse("9999-01-01T00:00:00Z"), false);
    }

    /** The same for these types. */
    public ReplayFilter events(String... types) {
        return new ReplayFilter(List.of(types), from, to, isForced);
    }

    /** The same for what happened before this moment. */
    public ReplayFilter before(Instant end) {
        return new ReplayFilter(events, from, end, isForced);
    }

    /** The same with those that arrived: the receiver gets them twice, with the same ids. */
    public ReplayFilter forced() {
        return new ReplayFilter(events, from, to, true);
    }
}
