package io.zentra.runtime.internal.transfer;

import io.zentra.core.Handle;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Commits;
import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Access;
import io.zentra.core.time.DueWorker;
import io.zentra.core.time.HeadStart;
import io.zentra.policy.PolicyWork;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs commands that may create a transfer: its rail is called as soon as the transfer is durable.
 *
 * @param flow how transfers go, each time that it is asked
 * @param policies the runtime's
 * @param worker calls rails, and looks for those to call
 */
public record Creating(Supplier<Flow> flow, PolicyWork policies, DueWorker worker) {
    /** Runs one, and has its rail called, or looked for. */
    public <R> Outcome<R> run(Handle handle, Function<Means, Command.Keyed<R>> command) {
        Commits commits = handle.commits();
        Access access = handle.access();
        try (HeadStart start = commits.isJoined() ? HeadStart.none() : worker.headStart()) {
            Outcome<R> outcome = commits.run(access, command.apply(new Means(access, flow.get(), policies, start)));
            boolean isBegun = outcome instanceof Outcome.Applied && start.begin(access.tenant());
            if (!isBegun) {
                worker.wake();
            }
            return outcome;
        }
    }

    /** Runs one that creates no transfer: no rail is called for it. */
    public <R> Outcome<R> runAlone(Handle handle, Function<Means, Command.Keyed<R>> command) {
        Means means = new Means(handle.access(), flow.get(), policies, HeadStart.none());
        return handle.commits().run(handle.access(), command.apply(means));
    }
}
