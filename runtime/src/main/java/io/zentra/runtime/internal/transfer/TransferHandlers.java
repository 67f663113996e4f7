package io.zentra.runtime.internal.transfer;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Commits;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.review.Resumption;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.DueWork.Handler;
import io.zentra.policy.PolicyWork;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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
    public Map<String, Handler> byKind() {
        return Map.of(
                ResumeTransfer.KIND,
                Handler.waiting(this::resume),
                ResumeReversal.KIND,
                Handler.waiting(this::reverse),
                TransferCases.KIND,
                this::decide,
                Sending.LOOK,
                this::route);
    }

    private void resume(Access access, DueWork.Item item) {
        if (flow.get().rails().isEmpty()) {
            throw ZentraException.of(
                    ErrorCode.UNKNOWN_RAIL,
                    "this runtime has no rail to go on with what persons decided: build it with those that the others have");
        }
        goOn(access, failure -> new ResumeTransfer(access.tenant(), item.subject(), flow.get(), policies, failure));
    }

    private void reverse(Access access, DueWork.Item item) {
        goOn(access, failure -> new ResumeReversal(access.tenant(), item.subject(), flow.get(), policies, failure));
    }

    /** What is refused is done as far as it can be: the refusal is recorded. */
    private void goOn(Access access, Function<@Nullable ZentraException, Command<Resumption>> command) {
        try {
            commits.run(access, command.apply(null));
        } catch (ZentraException refused) {
            if (!refused.code().isRefusal()) {
                throw refused; // the work stays due
            }
            commits.run(access, command.apply(refused));
        }
    }

    private CompletableFuture<?> decide(Access access, DueWork.Item item) {
        return commits.begin(access, new DecideTransfer(item.subject(), flow.get()));
    }

    private CompletableFuture<?> route(Access access, DueWork.Item item) {
        return commits.begin(access, new RouteTransfer(item.subject(), flow.get()));
    }
}
