package io.zentra.core;

import io.zentra.core.commit.Commits;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.Journal;
import io.zentra.core.limit.internal.LimitGate;
import io.zentra.core.limit.internal.LimitedCommits;
import io.zentra.core.storage.Queries;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What modules make of a tenant and an actor: the way to write, and reads that see what was written that way. Over lanes
 * both are of what is committed, and it is thread-safe; inside the host's transaction both are of that transaction, and it
 * belongs to the connection's thread.
 */
public final class Handle {
    private static final Set<Actor.Kind> UNLIMITED = Set.of(Actor.Kind.PROVIDER, Actor.Kind.SYSTEM);

    private final Access access;
    private final Commits commits;
    private final Queries queries;
    private final ZentraCore.Settings settings;
    private final @Nullable LimitGate gate;
    private final Commits limitedCommits;

    /** Providers and Zentra itself are not held up by limits of calls. */
    Handle(Access access, Commits commits, Queries queries, ZentraCore.Settings settings, @Nullable LimitGate gate) {
        this.access = access;
        this.commits = commits;
        this.queries = queries;
        this.settings = settings;
        LimitGate limiting = UNLIMITED.contains(access.actor().kind()) ? null : gate;
        this.gate = limiting;
        this.limitedCommits = limiting == null ? commits : new LimitedCommits(commits, limiting);
    }

    /** The same over other reads, of a call that was counted. */
    private Handle(Handle of, Queries queries) {
        this.access = of.access;
        this.commits = of.commits;
        this.queries = queries;
        this.settings = of.settings;
        this.gate = null;
        this.limitedCommits = of.limitedCommits;
    }

    /** The same in a trace. */
    public Handle traced(TraceContext trace) {
        return new Handle(access.traced(trace), commits, queries, settings, gate);
    }

    /**
     * The same for requests in a version of the contract.
     *
     * @throws io.zentra.core.error.ZentraException {@code invalid_id}
     */
    public Handle askedIn(String version) {
        return new Handle(access.askedIn(version), commits, queries, settings, gate);
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
     * Checks that the actor may do something. To read counts as a call of the tenant's: ask for it once in each.
     *
     * @throws io.zentra.core.error.ZentraException {@code permission_denied} or {@code rate_limited}
     */
    public void require(Permission permission) {
        access.require(permission);
        if (permission.equals(Permission.READ) && gate != null) {
            gate.pass(access.tenant(), LimitGate.Group.READS, 1);
        }
    }

    /** The way to write: each request counts as one of the tenant's, and may be refused with {@code rate_limited}. */
    public Commits commits() {
        return limitedCommits;
    }

    /** The way to write for what a call does besides, or for a file: no request of the tenant's. */
    public Commits ownCommits() {
        return commits;
    }

    /** The reads that belong to it. */
    public Queries queries() {
        return queries;
    }

    /**
     * Reads what belongs together as it is at one moment, from one {@linkplain Queries#snapshot snapshot}. What is read so is
     * one call of the tenant's: ask for the permission before.
     *
     * @param reading uses the handle it is given to read, on this thread, and keeps it no longer than it runs
     */
    public <T> T snapshot(Function<Handle, T> reading) {
        return queries.snapshot(one -> reading.apply(new Handle(this, one)));
    }

    /** Where random bits come from. */
    public RandomSource random() {
        return settings.random();
    }

    /** The tenant's journal, for what a call reads besides. */
    public Journal journal() {
        return new Journal(access, queries, commits, settings.signing(), () -> {});
    }

    /** The tenant's journal, for callers: what they read counts. */
    public Journal openJournal() {
        return new Journal(access, queries, commits, settings.signing(), () -> require(Permission.READ));
    }
}
