package io.zentra.core.commit.internal;

import io.zentra.core.storage.internal.Engine;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit of a batch and what became of it. A failed commit is not a rollback: the head's lock is taken on a new
 * connection, and the hash of the batch's last event is looked for.
 */
final class Committing {
    private static final Logger LOG = LoggerFactory.getLogger(Committing.class);

    private final LaneConnection lane;
    private final Engine engine;

    /** What became of a commit. */
    enum Result {
        /** All of it is stored for good. */
        DURABLE,
        /** Nothing of it is stored. */
        NOT_APPLIED,
        /** It could not be learned in time. */
        UNKNOWN
    }

    Committing(LaneConnection lane, Engine engine) {
        this.lane = lane;
        this.engine = engine;
    }

    /** Commits what a batch has written. */
    Result commit(Batch batch, Patience patience) throws SQLException {
        lane.connection().clearWarnings(); // so that what is read afterwards is of this commit
        try {
            lane.connection().commit();
        } catch (SQLException error) {
            if (engine.isTransient(error)) {
                lane.reset();
                return Result.NOT_APPLIED;
            }
            LOG.warn("a commit failed with an unknown outcome; looking for its events", error);
            return resolve(batch, patience);
        }
        try {
            if (!engine.isDurable(lane.connection())) {
                LOG.warn("a commit was acknowledged without its replication; its callers must ask again");
                return Result.UNKNOWN;
            }
            engine.afterCommit(lane.connection());
            return Result.DURABLE;
        } catch (SQLException error) {
            LOG.warn("a commit could not be made durable; looking for its events", error);
            return resolve(batch, patience);
        }
    }

    /**
     * Ends a transaction that has written nothing, and tells whether the rows of others that it has read are durable: this
     * commit comes after theirs.
     */
    boolean commitReads() throws SQLException {
        lane.connection().clearWarnings();
        lane.connection().commit();
        return engine.isDurable(lane.connection());
    }

    private Result resolve(Batch batch, Patience patience) {
        lane.drop();
        if (!batch.leavesTrace()) {
            return Result.UNKNOWN;
        }
        do {
            try {
                boolean stored = batch.isStored(lane.writer().heads());
                if (!stored) {
                    lane.connection().rollback();
                    return Result.NOT_APPLIED;
                }
                lane.connection().clearWarnings();
                lane.connection().commit(); // of the head's lock: it is acknowledged after what it found
                engine.afterCommit(lane.connection());
                return engine.isDurable(lane.connection()) ? Result.DURABLE : Result.UNKNOWN;
            } catch (SQLException stillDown) {
                LOG.warn("the outcome of a commit cannot be learned yet", stillDown);
                lane.drop();
                patience.pause();
            }
        } while (patience.allowsAnotherQuestion());
        return Result.UNKNOWN;
    }
}
