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
 */
public record Access(Tenant tenant, Actor actor, @Nullable TraceContext trace) {
    /** In no trace. */
    public Access(Tenant tenant, Actor actor) {
        this(tenant, actor, null);
    }

    /** The same in a trace. */
    public Access traced(TraceContext within) {
        return new Access(tenant, actor, within);
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
