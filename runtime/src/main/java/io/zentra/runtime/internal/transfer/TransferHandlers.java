package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.time.DueWork;
import io.zentra.policy.PolicyWork;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the work of transfers whose cases were decided, or that wait for a rail. */
public final class TransferHandlers {
    private final Commits commits;
    private final Supplier<Flow> flow;
    private final PolicyWork policies;

    /** Handlers with the runtime's policies. */
    public TransferHandlers(Commits commits, Supplier<Flow> flow, PolicyWork policies) {
        this.commits = commits;
        this.flow = flow;
        this.policies = policies;
    }

    /** By the kinds of work. */
    public Map<String, DueWork.Handler> byKind() {
        return Map.of(ResumeTransfer.KIND, this::resume, TransferCases.KIND, this::decide, Sending.LOOK, this::route);
    }

    private void resume(Access access, DueWork.Item item) {
        if (flow.get().rails().isEmpty()) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_RAIL,
                    "this runtime has no rail to go on with what persons decided: build it with those that the others have");
        }
        try {
            commits.run(access, resumed(access, item, null));
        } catch (ZentraException refused) {
            if (!refused.code().isRefusal()) {
                throw refused; // the work stays due
            }
            commits.run(access, resumed(access, item, refused));
        }
    }

    private ResumeTransfer resumed(Access access, DueWork.Item item, @Nullable ZentraException failure) {
        return new ResumeTransfer(access.tenant(), item.subject(), flow.get(), policies, failure);
    }

    private void decide(Access access, DueWork.Item item) {
        commits.run(access, new DecideTransfer(item.subject(), flow.get()));
    }

    private void route(Access access, DueWork.Item item) {
        commits.run(access, new RouteTransfer(item.subject(), flow.get()));
    }
}
