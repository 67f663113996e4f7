package io.zentra.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What came for a rail and was not believed, as this process has counted it since it began. Immutable.
 *
 * @param count how many
 * @param byCode how many for each reason, by the codes of refusals
 * @param samples the latest of them, the last first
 */
public record RefusedCallbacks(long count, Map<String, Long> byCode, List<Sample> samples) {
    /** Copies both. */
    public RefusedCallbacks {
        byCode = Map.copyOf(byCode);
        samples = List.copyOf(samples);
    }

    /**
     * What is remembered of one.
     *
     * @param at when it came
     * @param code why it was refused
     * @param bodySha256 the SHA-256 of its body, in hexadecimal digits
     * @param bytes how long the body was
     * @param beginning the beginning of the body, with everything but printable ASCII replaced; whoever sent it wrote it
     */
    public record Sample(Instant at, String code, String bodySha256, int bytes, String beginning) {}
}
