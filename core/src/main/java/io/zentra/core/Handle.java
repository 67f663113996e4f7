package io.zentra.core;

import io.zentra.core.commit.Commits;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.journal.Journal;
import io.zentra.core.storage.Queries;

/**
 * What modules make of a tenant and an actor: the way to write, and reads that see what was written that way. Over lanes
 * both are of what is committed, and it is thread-safe; inside the host's transaction both are of that transaction, and it
 * belongs to the connection's thread.
 */
public final class Handle {
    private final Access access;
    private final Commits commits;
    private final Queries queries;
    private final ZentraCore.Settings settings;

    Handle(Access access, Commits commits, Queries queries, ZentraCore.Settings settings) {
        this.access = access;
        this.commits = commits;
        this.queries = queries;
        this.settings = settings;
    }

    /** The tenant and the actor. */
    public Access access() {
        return access;
    }

    /** The number of the tenant, as rows keep it. */
    public int tenantNo() {
        return access.tenant().no();
    }

    /**
     * Checks that the actor may do something.
     *
     * @throws io.zentra.core.error.ZentraException {@code permission_denied}
     */
    public void require(Permission permission) {
        access.require(permission);
    }

    /** The way to write. */
    public Commits commits() {
        return commits;
    }

    /** The reads that belong to it. */
    public Queries queries() {
        return queries;
    }

    /** Where random bits come from. */
    public RandomSource random() {
        return settings.random();
    }

    /** The tenant's journal. */
    public Journal journal() {
        return new Journal(access, queries, commits, settings.signing());
    }
}
