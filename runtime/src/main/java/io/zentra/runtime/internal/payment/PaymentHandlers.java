package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.DueWork.Handler;
import io.zentra.policy.PolicyWork;
import io.zentra.runtime.internal.transfer.Flow;
import java.util.Map;
import java.util.function.Supplier;

/** Runs the work of payments whose cases were decided, or whose time is over. */
public final class PaymentHandlers {
    private final Commits commits;
    private final Supplier<Flow> flow;
    private final PolicyWork policies;

    /** Handlers with the runtime's rails and policies. */
    public PaymentHandlers(Commits commits, Supplier<Flow> flow, PolicyWork policies) {
        this.commits = commits;
        this.flow = flow;
        this.policies = policies;
    }

    /** By the kinds of work. */
    public Map<String, Handler> byKind() {
        return Map.of(
                ResumePayment.KIND,
                Handler.waiting(this::resume),
                ExpirePayment.KIND,
                (access, item) -> commits.begin(access, new ExpirePayment(item)));
    }

    private void resume(Access access, DueWork.Item item) {
        try {
            commits.run(access, new ResumePayment(access.tenant(), item.subject(), policies, flow.get(), null));
        } catch (ZentraException refused) {
            if (!refused.code().isRefusal()) {
                throw refused; // the work stays due
            }
            commits.run(access, new ResumePayment(access.tenant(), item.subject(), policies, flow.get(), refused));
        }
    }
}
