package io.zentra.runtime.internal.controlled;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.time.DueWork;
import io.zentra.policy.PolicyWork;

/** Goes on with operations whose cases were decided. */
public final class ResumeHandler {
    /** The kind of this work; its subject is the id of the case. */
    public static final String KIND = ResumeOperation.KIND;

    private final Commits commits;
    private final PolicyWork policies;

    /** A handler with the runtime's policies. */
    public ResumeHandler(Commits commits, PolicyWork policies) {
        this.commits = commits;
        this.policies = policies;
    }

    /** Goes on or ends. */
    public void run(Access access, DueWork.Item item) {
        try {
            commits.run(access, new ResumeOperation(access.tenant(), item.subject(), policies, null));
        } catch (ZentraException refused) {
            if (!refused.code().isRefusal()) {
                throw refused; // the work stays due
            }
            commits.run(access, new ResumeOperation(access.tenant(), item.subject(), policies, refused));
        }
    }
}
