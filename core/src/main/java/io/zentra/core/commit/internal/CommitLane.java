package io.zentra.core.commit.internal;

import io.zentra.core.commit.CommitLimits;
import io.zentra.core.commit.CommitMetrics;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.internal.Ending;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.internal.Engine;
import io.zentra.core.storage.internal.UncheckedSqlException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, one thread, one queue: decides many commands under one lock and one commit.
 *
 * <p>What can go wrong, and what callers are told:
 *
 * <ul>
 *   <li>before the commit: the transaction is rolled back (or dies with its connection), so nothing was applied. Lost
 *       connections and transactions that the database ended run again for a while; any other error splits the batch, so
 *       that the command that provokes it fails alone, with {@code storage_failed} when it was the database's;
 *   <li>a tenant's head is locked by another transaction, the host's say: the commands of that tenant wait in the queue and
 *       are tried again and again, fail with {@code storage_failed} when it takes too long, and keep nobody else's waiting;
 *   <li>in the commit: the outcome is unknown. The lane takes the head's lock on a new connection and looks for the hash of
 *       its last event: found, the batch is answered; not found, it runs again; not to be learned in time, callers get
 *       {@code outcome_unknown} and ask again with their key;
 *   <li>in the lane itself, for want of memory say: all callers of the batch get {@code outcome_unknown}, and the lane goes
 *       on with a new connection and nothing kept. Should even that fail, it ends: those who wait in the queue are told that
 *       nothing changed, and it takes no more;
 *   <li>the process ends: callers get no answer and ask again with their key.
 * </ul>
 */
public final class CommitLane {
    private static final Logger LOG = LoggerFactory.getLogger(CommitLane.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(60);
    private static final Duration REST_OF_A_HELD_TENANT = Duration.ofMillis(20);

    private final List<RowType<?, ?>> writeOrder;
    private final CommitLimits limits;
    private final InstantSource clock;
    private final RandomSource random;
    private final Engine engine;
    private final LaneConnection connection;
    private final Committing committing;
    private final LaneQueue queue;
    private final Gathering gathering = new Gathering();
    private final ZentraException unknown = Failures.unknown(null); // made while there is memory
    private final Thread thread;
    private final TenantStates states;
    private final Measuring measuring;

    /** A lane over a source of connections; it starts at once. */
    public CommitLane(
            String name,
            DataSource source,
            Engine engine,
            List<RowType<?, ?>> writeOrder,
            CommitLimits limits,
            InstantSource clock,
            RandomSource random,
            CommitMetrics metrics) {
        this.writeOrder = writeOrder;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.engine = engine;
        this.connection = new LaneConnection(source, engine);
        this.committing = new Committing(connection, engine);
        this.measuring = new Measuring(metrics);
        this.states = new TenantStates(limits.maxKeptRows(), limits.maxLoggedRows());
        this.queue = new LaneQueue(limits.maxQueued(), limits.enqueueWait());
        this.thread = new Thread(this::work, name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Queues a command; its answer comes through it. */
    public void submit(Pending<?> pending) {
        pending.servedBy(thread);
        measuring.queued(pending);
        queue.put(pending);
    }

    /** Lets lanes answer what is queued, then end their threads and close their connections; waits for all together. */
    public static void closeAll(List<CommitLane> lanes) {
        lanes.forEach(lane -> lane.queue.close());
        if (!Ending.awaited(lanes.stream().map(lane -> lane.thread).toList(), CLOSE_WAIT)) {
            LOG.warn("a lane has not ended within {}; its callers ask again with their keys", CLOSE_WAIT);
        }
    }

    private void work() {
        List<Pending<?>> batch = new ArrayList<>();
        try {
            do {
                batch.clear();
                queue.take(batch, limits.maxBatch(), gathering.hoped(), gathering.patienceNanos());
                serve(batch);
            } while (!batch.isEmpty());
        } finally {
            end(batch);
        }
    }

    /** Each caller gets an answer, whatever fails here: the handling of a failure too. */
    private void serve(List<Pending<?>> batch) {
        try {
            if (!batch.isEmpty()) {
                measuring.taken(batch);
                Round round = new Round(limits.retryFor());
                run(batch, round);
                queue.putBack(round.waiting(), REST_OF_A_HELD_TENANT);
            }
        } catch (RuntimeException | Error defect) {
            states.clear(); // what was kept may be half of what was committed
            try {
                connection.drop();
                failAll(batch, Failures.unknown(defect));
                LOG.error(
                        "a batch of {} commands failed inside the lane; nothing of it is acknowledged",
                        batch.size(),
                        defect);
            } catch (RuntimeException | Error again) {
                failAll(batch, unknown);
            }
        }
    }

    /** After the last batch, or after an error that nothing above could hold: nobody may wait for a lane that is gone. */
    private void end(List<Pending<?>> unanswered) {
        try {
            failAll(unanswered, unknown);
        } finally {
            try {
                queue.abandon();
            } finally {
                connection.drop();
            }
        }
    }

    private void run(List<Pending<?>> wanted, Round round) {
        if (round.patience().isOver()) {
            failAll(wanted, Failures.notApplied(null));
            return;
        }
        List<Pending<?>> commands = wanted;
        while (true) {
            commands = round.runnable(commands);
            if (commands.isEmpty()) {
                return;
            }
            Batch batch = new Batch(writeOrder, random, commands, round.hasWaited());
            SQLException error;
            try {
                long begun = System.nanoTime();
                prepare(batch);
                if (finish(batch, System.nanoTime() - begun, round)) {
                    commands = batch.left();
                    if (round.patience().isOver()) {
                        failAll(commands, Failures.notApplied(null));
                        return;
                    }
                    continue;
                }
                if (!round.patience().allowsAnotherTry()) {
                    failAll(commands, Failures.notApplied(null));
                    return;
                }
                round.patience().pause();
                continue;
            } catch (BeforeCommitException e) {
                batch.abandoned();
                connection.reset();
                split(commands, e.failure(), round);
                return;
            } catch (HeldHeadException e) {
                connection.reset();
                round.holds(e);
                continue;
            } catch (UncheckedSqlException e) {
                error = e.sqlException();
            } catch (SQLException e) {
                error = e;
            }
            batch.abandoned();
            if (isSound(error)) {
                split(commands, Failures.notApplied(error), round);
                return;
            }
            if (!round.patience().allowsAnotherTry()) {
                failAll(commands, Failures.notApplied(error)); // not split: the parts would find the same
                return;
            }
            round.patience().pause();
        }
    }

    /** Rolls back, and tells whether database and connection are as before, so that the batch itself provokes the error. */
    private boolean isSound(SQLException error) {
        boolean lost = !connection.isOpen() || !connection.rollback() || engine.isConnectionLost(error);
        if (lost) {
            connection.drop();
        }
        return !lost && !engine.isTransient(error);
    }

    private void prepare(Batch batch) throws SQLException {
        Writer open = connection.writer();
        try {
            batch.run(open.heads(), open.store(), clock, states::of);
        } catch (UncheckedSqlException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BeforeCommitException(e);
        }
    }

    /** Something other than SQL failed before the commit, such as a stored row that is not readable. */
    private static final class BeforeCommitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BeforeCommitException(RuntimeException cause) {
            super(cause);
        }

        ZentraException failure() {
            return getCause() instanceof ZentraException known ? known : Failures.insideBeforeCommit(getCause());
        }
    }

    /** Commits and answers; false when the batch has to run again, and else what it leaves is to be run. */
    private boolean finish(Batch batch, long writeNanos, Round round) throws SQLException {
        if (!batch.hasWritten()) {
            if (committing.commitReads()) {
                answer(batch, round);
            } else {
                batch.failAll(Failures.unknown(null));
            }
            return true;
        }
        long begin = System.nanoTime();
        switch (committing.commit(batch, round.patience())) {
            case DURABLE -> {
                long commitNanos = System.nanoTime() - begin;
                gathering.committed(writeNanos, commitNanos, batch.size(), queue.size());
                batch.committed();
                states.trim();
                batch.complete();
                measuring.committed(batch.size(), writeNanos + commitNanos);
                goOn(batch, round);
                return true;
            }
            case UNKNOWN -> {
                batch.abandoned();
                batch.failAll(Failures.unknown(null));
                return true;
            }
            default -> {
                batch.abandoned();
                return false;
            }
        }
    }

    private void answer(Batch batch, Round round) {
        batch.complete();
        goOn(batch, round);
    }

    private void goOn(Batch batch, Round round) {
        batch.countDeferrals();
        halves(batch.crowdedOut(), round);
    }

    /** One poisonous command must not fail its neighbours. */
    private void split(List<Pending<?>> commands, ZentraException failure, Round round) {
        if (commands.size() == 1) {
            failAll(commands, failure);
        } else {
            halves(commands, round);
        }
    }

    private void halves(List<Pending<?>> commands, Round round) {
        int half = commands.size() / 2;
        for (List<Pending<?>> part : List.of(commands.subList(0, half), commands.subList(half, commands.size()))) {
            if (!part.isEmpty()) {
                run(new ArrayList<>(part), round);
            }
        }
    }

    private static void failAll(List<Pending<?>> commands, ZentraException failure) {
        for (Pending<?> pending : commands) {
            pending.failUnlessDone(failure);
        }
    }
}
