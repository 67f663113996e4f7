package io.zentra.core.commit.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Gives commands to lanes, or to the one that joins the host's transaction, and waits for their answers. */
public final class LaneCommits implements Commits {
    private final List<CommitLane> lanes;
    private final @Nullable JoinedLane joined;
    private final Executor executor;

    private LaneCommits(List<CommitLane> lanes, @Nullable JoinedLane joined, Executor executor) {
        this.lanes = lanes;
        this.joined = joined;
        this.executor = executor;
    }

    /** Commands run on lanes; futures complete on the executor. */
    public static Commits onLanes(List<CommitLane> lanes, Executor executor) {
        return new LaneCommits(List.copyOf(lanes), null, executor);
    }

    /** Commands run on the host's connection and become durable with the host's commit. */
    public static Commits joining(JoinedLane joined) {
        return new LaneCommits(List.of(), joined, Runnable::run);
    }

    @Override
    public <R> R run(Access access, Command<R> command) {
        return started(Pending.<R>awaited(access, command)).await();
    }

    @Override
    public <R> Outcome<R> run(Access access, Command.Keyed<R> command) {
        return started(Pending.<Outcome<R>>awaited(access, command)).await();
    }

    @Override
    public <R> List<Outcome<R>> runAll(Access access, List<? extends Command.Keyed<R>> commands) {
        if (commands.size() > MAX_LIST) {
            throw ZentraException.of(
                    ErrorCode.LIST_TOO_LONG,
                    commands.size() + " requests are more than the " + MAX_LIST
                            + " that one call takes: send them in parts",
                    Map.of("size", String.valueOf(commands.size()), "max", String.valueOf(MAX_LIST)));
        }
        List<Pending<Outcome<R>>> pending = new ArrayList<>(commands.size());
        ListAnswer<R> answer = new ListAnswer<>();
        for (Command.Keyed<R> command : commands) {
            try {
                pending.add(started(Pending.awaited(access, command)));
            } catch (ZentraException notQueued) {
                answer.notRun(notQueued);
                break;
            }
        }
        for (Pending<Outcome<R>> each : pending) {
            try {
                answer.known(each.await());
            } catch (ZentraException e) {
                answer.failed(e);
            }
        }
        return answer.orThrow(commands.size());
    }

    @Override
    public <R> CompletableFuture<Outcome<R>> runAsync(Access access, Command.Keyed<R> command) {
        return started(Pending.<Outcome<R>>async(access, command, executor)).future();
    }

    @Override
    public <R> CompletableFuture<R> begin(Access access, Command<R> command) {
        return started(Pending.<R>async(access, command, Runnable::run)).future();
    }

    @Override
    public boolean isJoined() {
        return joined != null;
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
