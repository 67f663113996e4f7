package io.zentra.core.identity;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import java.util.Map;

/**
 * A tenant and an actor together: without one, nothing can be asked of Zentra. Immutable.
 *
 * @param tenant for whom
 * @param actor who
 */
public record Access(Tenant tenant, Actor actor) {
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
