package io.zentra.core.commit.internal;

import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a lane does with the commands that it took from its queue at once: how long they may be tried, and which of their
 * tenants have to wait because another transaction holds the head. Commands of those are set aside, in their order, so
 * that the others run at once.
 */
final class Round {
    private final Duration retryFor;
    private final Patience patience;
    private final Map<Integer, HeldHeadException> held = new HashMap<>();
    private final List<Pending<?>> waiting = new ArrayList<>();

    /** Begins now. */
    Round(Duration retryFor) {
        this.retryFor = retryFor;
        this.patience = new Patience(retryFor);
    }

    Patience patience() {
        return patience;
    }

    /** Another transaction holds the head of this tenant. */
    void holds(HeldHeadException found) {
        held.put(found.tenant().no(), found);
    }

    /** Whether such a tenant was found: then the round has waited for a lock, and waits for no other. */
    boolean hasWaited() {
        return !held.isEmpty();
    }

    /** The commands that may run now; the others wait for the next round, or have waited for too long and fail. */
    List<Pending<?>> runnable(List<Pending<?>> commands) {
        if (held.isEmpty()) {
            return commands;
        }
        List<Pending<?>> runnable = new ArrayList<>(commands.size());
        for (Pending<?> pending : commands) {
            HeldHeadException found = held.get(pending.tenantNo());
            if (found == null) {
                runnable.add(pending);
            } else if (pending.heldNanos() < retryFor.toNanos()) {
                waiting.add(pending);
            } else {
                pending.failUnlessDone(failure(found));
            }
        }
        return runnable;
    }

    /** The commands that wait for the next round. */
    List<Pending<?>> waiting() {
        return waiting;
    }

    private ZentraException failure(HeldHeadException found) {
        Tenant tenant = found.tenant();
        return Failures.held(tenant, retryFor, found);
    }
}
