package io.zentra.core.identity;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tenant and an actor together: without one, nothing can be asked of Zentra. Immutable.
 *
 * @param tenant for whom
 * @param actor who
 * @param trace the trace that it is asked in, which all events of it carry; null for none
 * @param contract the version of the contract that it is asked in, which the event of the request carries; null when it is asked
 *     in Java
 */
public record Access(
        Tenant tenant,
        Actor actor,
        @Nullable TraceContext trace,
        @Nullable String contract) {
    /**
     * Checks the version.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public Access {
        if (contract != null) {
            Identifier.require("contract version", contract);
        }
    }

    /** In no trace, in Java. */
    public Access(Tenant tenant, Actor actor) {
        this(tenant, actor, null, null);
    }

    /** The same in a trace. */
    public Access traced(TraceContext within) {
        return new Access(tenant, actor, within, contract);
    }

    /**
     * The same in a version of the contract.
     *
     * @throws ZentraException {@code invalid_id}
     */
    public Access askedIn(String version) {
        return new Access(tenant, actor, trace, version);
    }

    /**
     * Checks that the actor may do something.
     *
     * @throws ZentraException {@code permission_denied}
     */
    public void require(Permission permission) {
        if (!actor.may(permission)) {
            throw ZentraException.of(
                    ErrorCode.PERMISSION_DENIED,
                    actor + " lacks the permission " + permission + " for tenant " + tenant.id()
                            + ": grant it to the actor or ask another one",
                    Map.of(
                            "permission",
                            permission.name(),
                            "actor",
                            actor.toString(),
                            "tenant",
                            tenant.id().value()));
        }
    }
}
