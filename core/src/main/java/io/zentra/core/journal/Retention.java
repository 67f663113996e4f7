package io.zentra.core.journal;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Which events go into an archive. Immutable.
 *
 * <pre>{@code
 * Retention retention = Retention.before(Instant.parse("2026-01-01T00:00:00Z"));
 * while (acme.archive(retention, vault).isPresent()) {
 *     // one range after the other, until all that is older lies in archives
 * }
 * }</pre>
 *
 * @param before events recorded from then on stay; at least {@link #KEPT} before the last event
 * @param mostEvents the most events of one archive, {@value #LEAST_EVENTS} to {@value #MAX_EVENTS}
 * @param plan how the journal is verified first
 */
public record Retention(Instant before, int mostEvents, VerificationPlan plan) {
    /** The fewest events of an archive: those of a Merkle tile. */
    public static final int LEAST_EVENTS = 256;

    /** The most events that an archive can have. */
    public static final int MAX_EVENTS = 65_536;

    /** How much of the journal's end always stays: so long, keys that come again get their answers. */
    public static final Duration KEPT = Duration.ofDays(1);

    private static final int USUAL_EVENTS = 16_384;

    /**
     * Checks the limit.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public Retention {
        if (mostEvents < LEAST_EVENTS || mostEvents > MAX_EVENTS) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "an archive has " + LEAST_EVENTS + " to " + MAX_EVENTS + " events, not " + mostEvents,
                    Map.of("setting", "mostEvents", "value", String.valueOf(mostEvents)));
        }
    }

    /** Events that were recorded before an instant, in archives of up to 16,384; everything is verified first. */
    public static Retention before(Instant instant) {
        return new Retention(instant, USUAL_EVENTS, VerificationPlan.full());
    }

    /**
     * The same with archives of another size.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public Retention atMost(int events) {
        return new Retention(before, events, plan);
    }

    /** The same with another verification before it, such as one that goes on from a record. */
    public Retention verifiedBy(VerificationPlan other) {
        return new Retention(before, mostEvents, other);
    }
}
