package io.zentra.core.commit;

import java.time.Duration;

/**
 * Told of each commit of a lane, for the host's own meters, after its callers were answered. Implementations are thread-safe and
 * quick, for the lane waits for them; what they throw is logged and keeps nothing back.
 *
 * <pre>{@code
 * CommitMetrics metrics = (commands, waited, took) -> committed.add(commands);
 * }</pre>
 */
@FunctionalInterface
public interface CommitMetrics {
    /**
     * A group of commands is durable.
     *
     * @param commands how many commands it held
     * @param waited how long the one that waited longest was queued
     * @param took from the group's begin to the end of its commit
     */
    void committed(int commands, Duration waited, Duration took);

    /** Tells nobody, and then nothing is measured. */
    static CommitMetrics none() {
        return NoMetrics.NONE;
    }
}
