package io.zentra.core.commit.internal;

import io.zentra.core.commit.CommitMetrics;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a lane tells the host's meters; where there are none it takes no times. Of the lane's thread, but for queueing. */
final class Measuring {
    private static final Logger LOG = LoggerFactory.getLogger(Measuring.class);

    private final CommitMetrics metrics;
    private final boolean isOn;
    private long waitedNanos;

    Measuring(CommitMetrics metrics) {
        this.metrics = metrics;
        this.isOn = metrics != CommitMetrics.none();
    }

    /** A command is about to be queued. */
    void queued(Pending<?> pending) {
        if (isOn) {
            pending.queuedAt(System.nanoTime());
        }
    }

    /** The lane has taken these out of the queue. */
    void taken(List<Pending<?>> batch) {
        if (isOn) {
            long now = System.nanoTime();
            waitedNanos = 0;
            for (Pending<?> pending : batch) {
                waitedNanos = Math.max(waitedNanos, now - pending.queuedAt());
            }
        }
    }

    /** So many are durable. */
    void committed(int commands, long tookNanos) {
        if (isOn) {
            try {
                metrics.committed(commands, Duration.ofNanos(waitedNanos), Duration.ofNanos(tookNanos));
            } catch (RuntimeException | Error defect) {
                LOG.warn("a commit could not be told to the host's metrics", defect);
            }
        }
    }
}
