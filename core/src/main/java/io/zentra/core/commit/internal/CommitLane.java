package io.zentra.core.commit.internal;

import io.zentra.core.commit.CommitLimits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.internal.Engine;
import io.zentra.core.storage.internal.UncheckedSqlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
 *   <li>in the commit: the outcome is unknown. The lane takes the head's lock on a new connection and looks for the hash of
 *       its last event: found, the batch is answered; not found, it runs again; not to be learned in time, callers get
 *       {@code outcome_unknown} and ask again with their key;
 *   <li>the process ends: callers get no answer and ask again with their key.
 * </ul>
 */
public final class CommitLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitLane.class);
    private static final Duration PAUSE_BETWEEN_TRIES = Duration.ofMillis(20);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(60);
    private static final int MAX_TENANT_STATES = 1_024;

    private final DataSource source;
    private final Engine engine;
    private final List<RowType<?, ?>> writeOrder;
    private final CommitLimits limits;
    private final InstantSource clock;
    private final RandomSource random;
    private final LaneQueue queue;
    private final Gathering gathering = new Gathering();
    private final Thread thread;
    private final Map<Integer, TenantState> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, TenantState> eldest) {
            return size() > MAX_TENANT_STATES;
        }
    };
    private @Nullable Writer writer;

    private enum Commit {
        DURABLE,
        NOT_APPLIED,
        UNKNOWN
    }

    /** A lane over a source of connections; it starts at once. */
    public CommitLane(
            String name,
            DataSource source,
            Engine engine,
            List<RowType<?, ?>> writeOrder,
            CommitLimits limits,
            InstantSource clock,
            RandomSource random) {
        this.source = source;
        this.engine = engine;
        this.writeOrder = writeOrder;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.queue = new LaneQueue(limits.maxQueued(), limits.enqueueWait());
        this.thread = new Thread(this::work, name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Queues a command; its answer comes through it. */
    public void submit(Pending<?> pending) {
        queue.put(pending);
    }

    /** Answers what is queued, then ends the thread and closes the connection. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        long deadline = System.nanoTime() + CLOSE_WAIT.toNanos();
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(CLOSE_WAIT.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        List<Pending<?>> batch = take();
        while (!batch.isEmpty()) {
            try {
                run(batch);
            } catch (RuntimeException | Error defect) {
                LOG.error(
                        "a batch of {} commands failed inside the lane; nothing of it is acknowledged",
                        batch.size(),
                        defect);
                disconnect();
                states.clear(); // what was kept may be half of what was committed
                failAll(batch, unknown(defect));
            }
            batch = take();
        }
        disconnect();
    }

    private List<Pending<?>> take() {
        return queue.take(limits.maxBatch(), gathering.hoped(), gathering.patienceNanos());
    }

    private void run(List<Pending<?>> commands) {
        long deadline = System.nanoTime() + limits.retryFor().toNanos();
        while (true) {
            Batch batch = new Batch(writeOrder, random, commands);
            SQLException error;
            try {
                long begun = System.nanoTime();
                prepare(batch);
                if (finish(batch, System.nanoTime() - begun)) {
                    return;
                }
                if (System.nanoTime() >= deadline) {
                    failAll(commands, notApplied(null));
                    return;
                }
                pause();
                continue;
            } catch (BeforeCommitException e) {
                batch.abandoned();
                if (!rollback()) {
                    disconnect();
                }
                split(commands, e.failure());
                return;
            } catch (UncheckedSqlException e) {
                error = e.sqlException();
            } catch (SQLException e) {
                error = e;
            }
            batch.abandoned();
            boolean lost = writer == null || !rollback() || engine.isConnectionLost(error);
            if (lost) {
                disconnect();
            }
            if (!lost && !engine.isTransient(error)) {
                split(commands, notApplied(error));
                return;
            }
            if (System.nanoTime() >= deadline) {
                failAll(commands, notApplied(error)); // not split: each part would wait as long again
                return;
            }
            pause();
        }
    }

    private void prepare(Batch batch) throws SQLException {
        Writer open = writer();
        try {
            batch.run(open.heads(), open.store(), clock, this::state);
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
            return getCause() instanceof ZentraException known
                    ? known
                    : CommitLane.failure(
                            ErrorCode.INVARIANT_BROKEN,
                            "a batch failed inside: nothing changed; please report it",
                            getCause());
        }
    }

    /** Commits and answers; false when the batch has to run again. */
    private boolean finish(Batch batch, long writeNanos) throws SQLException {
        if (!batch.hasWritten()) {
            return answerFromWhatIsThere(batch);
        }
        long begin = System.nanoTime();
        switch (commit(batch)) {
            case DURABLE -> {
                gathering.committed(writeNanos, System.nanoTime() - begin, batch.size(), queue.size());
                batch.committed();
                forgetEldestTenants();
                answer(batch);
                return true;
            }
            case UNKNOWN -> {
                batch.abandoned();
                batch.failAll(unknown(null));
                return true;
            }
            default -> {
                batch.abandoned();
                return false;
            }
        }
    }

    /** An answer from rows of others is durable when theirs are: this commit comes after them. */
    private boolean answerFromWhatIsThere(Batch batch) throws SQLException {
        connection().clearWarnings();
        connection().commit();
        if (engine.isDurable(connection())) {
            answer(batch);
        } else {
            batch.failAll(unknown(null));
        }
        return true;
    }

    private void answer(Batch batch) {
        batch.complete();
        if (!batch.deferred().isEmpty()) {
            batch.deferred().forEach(Pending::putOff);
            run(new ArrayList<>(batch.deferred()));
        }
    }

    private Commit commit(Batch batch) throws SQLException {
        connection().clearWarnings(); // so that what is read afterwards is of this commit
        try {
            connection().commit();
        } catch (SQLException error) {
            if (engine.isTransient(error)) {
                if (!rollback()) {
                    disconnect();
                }
                return Commit.NOT_APPLIED;
            }
            LOG.warn("a commit failed with an unknown outcome; looking for its events", error);
            return resolve(batch);
        }
        try {
            if (!engine.isDurable(connection())) {
                LOG.warn("a commit was acknowledged without its replication; its callers must ask again");
                return Commit.UNKNOWN;
            }
            engine.afterCommit(connection());
            return Commit.DURABLE;
        } catch (SQLException error) {
            LOG.warn("a commit could not be made durable; looking for its events", error);
            return resolve(batch);
        }
    }

    private Commit resolve(Batch batch) {
        disconnect();
        if (!batch.leavesTrace()) {
            return Commit.UNKNOWN;
        }
        long deadline = System.nanoTime() + limits.retryFor().toNanos();
        do {
            try {
                boolean stored = batch.isStored(writer().heads());
                if (!stored) {
                    connection().rollback();
                    return Commit.NOT_APPLIED;
                }
                connection().clearWarnings();
                connection().commit(); // of the head's lock: it is acknowledged after what it found
                engine.afterCommit(connection());
                return engine.isDurable(connection()) ? Commit.DURABLE : Commit.UNKNOWN;
            } catch (SQLException stillDown) {
                LOG.warn("the outcome of a commit cannot be learned yet", stillDown);
                disconnect();
                pause();
            }
        } while (System.nanoTime() < deadline);
        return Commit.UNKNOWN;
    }

    /** One poisonous command must not fail its neighbours. */
    private void split(List<Pending<?>> commands, ZentraException failure) {
        if (commands.size() == 1) {
            failAll(commands, failure);
        } else {
            int half = commands.size() / 2;
            run(new ArrayList<>(commands.subList(0, half)));
            run(new ArrayList<>(commands.subList(half, commands.size())));
        }
    }

    private static void failAll(List<Pending<?>> commands, ZentraException failure) {
        for (Pending<?> pending : commands) {
            pending.failUnlessDone(failure);
        }
    }

    private static ZentraException notApplied(@Nullable Throwable cause) {
        return failure(
                ErrorCode.STORAGE_FAILED,
                "the database failed before the commit, so nothing changed: try again with the same key",
                cause);
    }

    private static ZentraException unknown(@Nullable Throwable cause) {
        return failure(
                ErrorCode.OUTCOME_UNKNOWN,
                "the outcome of the commit is not known yet: ask again with the same key to learn it",
                cause);
    }

    private static ZentraException failure(ErrorCode code, String message, @Nullable Throwable cause) {
        return cause == null ? ZentraException.of(code, message) : ZentraException.of(code, message, cause);
    }

    /** The limit of kept rows holds for all tenants of the lane together. */
    private void forgetEldestTenants() {
        long kept = states.values().stream().mapToLong(TenantState::size).sum();
        Iterator<TenantState> eldest = states.values().iterator();
        while (kept > limits.maxKeptRows() && eldest.hasNext()) {
            TenantState state = eldest.next();
            kept -= state.size();
            eldest.remove();
        }
    }

    private TenantState state(int tenantNo) {
        return states.computeIfAbsent(tenantNo, no -> new TenantState(limits.maxKeptRows()));
    }

    private Writer writer() throws SQLException {
        Writer open = writer;
        if (open == null) {
            open = Writer.open(source, engine);
            writer = open;
        }
        return open;
    }

    private Connection connection() throws SQLException {
        return writer().connection();
    }

    /**
     * False when the connection did not even roll back. Its statements are dropped with the transaction: they may still
     * hold rows of the failed batch, which the next one would write.
     */
    private boolean rollback() {
        Writer open = writer;
        if (open == null) {
            return true;
        }
        try {
            open.connection().rollback();
            open.store().close();
            open.heads().close();
            return true;
        } catch (SQLException e) {
            LOG.warn("a rollback failed; the connection is dropped, and with it the transaction", e);
            return false;
        }
    }

    private void disconnect() {
        Writer open = writer;
        writer = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException e) {
            LOG.debug("a dropped connection did not close cleanly", e);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE_BETWEEN_TRIES.toNanos());
    }
}
