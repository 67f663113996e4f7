package io.zentra.runtime.internal.payment;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.DueWork.Handler;
import io.zentra.policy.PolicyWork;
import java.util.Map;

/** Runs the work of payments whose cases were decided, or whose time is over. */
public final class PaymentHandlers {
    private final Commits commits;
    private final PolicyWork policies;

    /** Handlers with the runtime's policies. */
    public PaymentHandlers(Commits commits, PolicyWork policies) {
        this.commits = commits;
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
            commits.run(access, new ResumePayment(access.tenant(), item.subject(), policies, null));
        } catch (ZentraException refused) {
            if (!refused.code().isRefusal()) {
                throw refused; // the work stays due
            }
            commits.run(access, new ResumePayment(access.tenant(), item.subject(), policies, refused));
        }
    }
}
