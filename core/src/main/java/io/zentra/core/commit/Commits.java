package io.zentra.core.commit;

import io.zentra.core.commit.internal.CommitLane;
import io.zentra.core.commit.internal.JoinedLane;
import io.zentra.core.commit.internal.Pending;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one way to change anything: runs commands, either grouped with others on a lane or inside the host's transaction.
 * Thread-safe on lanes; a joined one is used by the thread that owns the connection.
 */
public final class Commits {
    private static final int UNAVAILABLE = 503;

    private final List<CommitLane> lanes;
    private final @Nullable JoinedLane joined;
    private final Executor executor;

    private Commits(List<CommitLane> lanes, @Nullable JoinedLane joined, Executor executor) {
        this.lanes = lanes;
        this.joined = joined;
        this.executor = executor;
    }

    /** Commands run on lanes; futures complete on the executor. */
    public static Commits onLanes(List<CommitLane> lanes, Executor executor) {
        return new Commits(List.copyOf(lanes), null, executor);
    }

    /** Commands run on the host's connection and become durable with the host's commit. */
    public static Commits joining(JoinedLane joined) {
        return new Commits(List.of(), joined, Runnable::run);
    }

    /**
     * Runs a command and waits until it is durable.
     *
     * @throws ZentraException the refusal of the command, or why it could not run
     */
    public <R> R run(Access access, Command<R> command) {
        return started(Pending.<R>awaited(access, command)).await();
    }

    /**
     * Runs a keyed command and waits until it, or its refusal, is durable.
     *
     * @throws ZentraException {@code idempotency_conflict}, or why it could not run
     */
    public <R> Outcome<R> run(Access access, Command.Keyed<R> command) {
        return started(Pending.<Outcome<R>>awaited(access, command)).await();
    }

    /**
     * Runs keyed commands, each on its own, and waits for all; they share commits. An outcome a command, in order.
     *
     * @throws ZentraException the first failure that is not an outcome, after all have ended; {@code outcome_unknown} when
     *     the storage failed some and not all
     */
    public <R> List<Outcome<R>> runAll(Access access, List<? extends Command.Keyed<R>> commands) {
        List<Pending<Outcome<R>>> pending = new ArrayList<>(commands.size());
        ZentraException failure = null;
        for (Command.Keyed<R> command : commands) {
            try {
                pending.add(started(Pending.awaited(access, command)));
            } catch (ZentraException notQueued) {
                failure = notQueued;
                break;
            }
        }
        List<Outcome<R>> outcomes = new ArrayList<>(commands.size());
        for (Pending<Outcome<R>> each : pending) {
            try {
                outcomes.add(each.await());
            } catch (ZentraException e) {
                failure = graver(failure, e);
            }
        }
        if (failure != null) {
            throw outcomes.isEmpty() ? failure : ofSome(failure, outcomes.size(), commands.size());
        }
        return outcomes;
    }

    /** Of several failures the one that leaves most open is told: nothing unknown may be called unchanged. */
    private static ZentraException graver(@Nullable ZentraException first, ZentraException next) {
        return first == null || next.code() == ErrorCode.OUTCOME_UNKNOWN ? next : first;
    }

    /**
     * The failure of several commands in a row, of which some are durable: one that says of its command that nothing
     * changed must not be taken to say so of all.
     *
     * @return {@code outcome_unknown} when the storage failed; the failure itself when the command was refused
     */
    public static ZentraException ofSome(ZentraException failure, int durable, int all) {
        if (failure.code().httpStatus() != UNAVAILABLE) {
            return failure;
        }
        return ZentraException.of(
                ErrorCode.OUTCOME_UNKNOWN,
                durable + " of " + all
                        + " commands have an outcome, the others may not have run: ask again with the same"
                        + " keys to learn all",
                failure);
    }

    /** Runs a keyed command and completes the future when it, or its refusal, is durable. */
    public <R> CompletableFuture<Outcome<R>> runAsync(Access access, Command.Keyed<R> command) {
        return started(Pending.<Outcome<R>>async(access, command, executor)).future();
    }

    private <T> Pending<T> started(Pending<T> pending) {
        if (joined != null) {
            joined.run(pending);
        } else {
            lanes.get(Math.floorMod(pending.tenantNo(), lanes.size())).submit(pending);
        }
        return pending;
    }
}
