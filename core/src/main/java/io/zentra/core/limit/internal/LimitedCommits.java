package io.zentra.core.limit.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Access;
import io.zentra.core.limit.internal.LimitGate.Group;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The way to write through the gate: a request counts once, and those of a list one by one. */
public final class LimitedCommits implements Commits {
    private final Commits commits;
    private final LimitGate gate;

    /** Counts what goes this way. */
    public LimitedCommits(Commits commits, LimitGate gate) {
        this.commits = commits;
        this.gate = gate;
    }

    @Override
    public <R> R run(Access access, Command<R> command) {
        gate.pass(access.tenant(), Group.WRITES, 1);
        return commits.run(access, command);
    }

    @Override
    public <R> Outcome<R> run(Access access, Command.Keyed<R> command) {
        gate.pass(access.tenant(), Group.WRITES, 1);
        return commits.run(access, command);
    }

    @Override
    public <R> List<Outcome<R>> runAll(Access access, List<? extends Command.Keyed<R>> commands) {
        gate.pass(access.tenant(), Group.WRITES, Math.min(commands.size(), MAX_LIST + 1));
        return commits.runAll(access, commands);
    }

    @Override
    public <R> Outcome<List<R>> runAtomically(Access access, List<? extends Command.Keyed<R>> commands) {
        gate.pass(access.tenant(), Group.WRITES, commands.size());
        return commits.runAtomically(access, commands);
    }

    @Override
    public <R> CompletableFuture<Outcome<R>> runAsync(Access access, Command.Keyed<R> command) {
        gate.pass(access.tenant(), Group.WRITES, 1);
        return commits.runAsync(access, command);
    }

    @Override
    public <R> CompletableFuture<R> begin(Access access, Command<R> command) {
        gate.pass(access.tenant(), Group.WRITES, 1);
        return commits.begin(access, command);
    }

    @Override
    public boolean isJoined() {
        return commits.isJoined();
    }
}
