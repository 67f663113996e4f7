package io.zentra.core.identity;

import java.util.Locale;
import java.util.Set;

/**
 * Who acts. The host authenticates its callers; Zentra keeps the actor with every change and checks permissions.
 * Immutable.
 *
 * <pre>{@code
 * Actor edge = Actor.service("svc_edge");                                  // may do everything
 * Actor clerk = Actor.user("u-17", Permission.READ, Permission.POST);      // may read and post
 * }</pre>
 *
 * @param kind what kind of actor this is
 * @param id the host's id, in the form of {@link Identifier}
 * @param permissions what the actor may do
 */
public record Actor(Kind kind, String id, Set<Permission> permissions) {
    /** The kinds of actors. */
    public enum Kind {
        /** A service of the host. */
        SERVICE,
        /** A person who uses the host's product. */
        USER,
        /** A person of the host's operations. */
        OPERATOR,
        /** A provider, through its callbacks. */
        PROVIDER,
        /** Zentra itself: work that fell due. */
        SYSTEM;

        private final String code = name().toLowerCase(Locale.ROOT);
    }

    /** Checks the id and copies the permissions. */
    public Actor {
        Identifier.require("actor", id);
        permissions = Set.copyOf(permissions);
    }

    /** A service that may do everything; narrow it with {@link #allowedOnly}. */
    public static Actor service(String id) {
        return new Actor(Kind.SERVICE, id, Set.of(Permission.ALL));
    }

    /** A user who may do what is named. */
    public static Actor user(String id, Permission... permissions) {
        return new Actor(Kind.USER, id, Set.of(permissions));
    }

    /** An operator who may do what is named. */
    public static Actor operator(String id, Permission... permissions) {
        return new Actor(Kind.OPERATOR, id, Set.of(permissions));
    }

    /** The same actor with exactly these permissions. */
    public Actor allowedOnly(Permission... only) {
        return new Actor(kind, id, Set.of(only));
    }

    /** Whether the actor has the permission. */
    public boolean may(Permission permission) {
        return permissions.contains(Permission.ALL) || permissions.contains(permission);
    }

    /** Kind and id, as events keep them: {@code service:svc_edge}. */
    @Override
    public String toString() {
        return kind.code + ":" + id;
    }
}
