package io.zentra.core.commit;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.time.Duration;

/**
 * The limits of the write path. Immutable.
 *
 * @param maxBatch the most commands of one commit
 * @param maxQueued the most commands that wait in a lane, of all tenants together
 * @param enqueueWait how long a caller waits for room in the queue before it gets {@code overloaded}
 * @param retryFor how long a lane tries again after the database ended a transaction or lost a connection, for all
 *     commands together that it took at once; as long again it tries to learn an unknown outcome; and how long it goes on
 *     trying the commands of a tenant whose lock another transaction holds
 * @param maxKeptRows the most rows that a lane keeps in memory between commits; a very large one counts as several
 * @param maxLoggedRows how many rows the log of a table and tenant has before they are put into the table
 */
public record CommitLimits(
        int maxBatch, int maxQueued, Duration enqueueWait, Duration retryFor, int maxKeptRows, int maxLoggedRows) {
    /**
     * Checks that sizes are above zero and waits not below.
     *
     * @throws ZentraException {@code invalid_configuration}
     */
    public CommitLimits {
        if (maxBatch < 1
                || maxQueued < 1
                || maxKeptRows < 0
                || maxLoggedRows < 1
                || enqueueWait.isNegative()
                || retryFor.isNegative()) {
            throw ZentraException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "limits of the write path must be positive: maxBatch " + maxBatch + ", maxQueued " + maxQueued
                            + ", maxKeptRows " + maxKeptRows + ", maxLoggedRows " + maxLoggedRows + ", enqueueWait "
                            + enqueueWait + ", retryFor " + retryFor);
        }
    }

    /** 1,024 commands a commit, 65,536 waiting, 5 s for room, 10 s of trying again, 262,144 kept rows, 8,192 logged ones. */
    public static CommitLimits standard() {
        return new CommitLimits(1_024, 65_536, Duration.ofSeconds(5), Duration.ofSeconds(10), 262_144, 8_192);
    }

    /** The same with other waits. */
    public CommitLimits withWaits(Duration enqueue, Duration retry) {
        return new CommitLimits(maxBatch, maxQueued, enqueue, retry, maxKeptRows, maxLoggedRows);
    }

    /** The same with other sizes. */
    public CommitLimits withSizes(int batch, int queued) {
        return new CommitLimits(batch, queued, enqueueWait, retryFor, maxKeptRows, maxLoggedRows);
    }

    /** The same with logs of another length. */
    public CommitLimits withLoggedRows(int rows) {
        return new CommitLimits(maxBatch, maxQueued, enqueueWait, retryFor, maxKeptRows, rows);
    }
}
