package io.zentra.core.time;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.Tenants;
import io.zentra.core.internal.Ending;
import io.zentra.core.storage.InList;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.internal.DueWorkTable.Name;
import io.zentra.core.time.internal.LeaseCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds work that is due, leases it and runs it: by hand, or on threads of its own. */
public final class DueWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueWorker.class);
    private static final Actor SYSTEM = new Actor(Actor.Kind.SYSTEM, "due_work", Set.of(Permission.ALL));
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_PAUSE_DOUBLINGS = 10;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int PAGE = 256;
    private static final Duration LIMITS_EVERY = Duration.ofSeconds(10);

    private final Commits commits;
    private final Queries queries;
    private final Tenants tenants;
    private final InstantSource clock;
    private final Map<String, DueWork.Handler> handlers;
    private final Turns.Resting resting = new Turns.Resting();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile Instant limitsDueAt = Instant.MIN;

    /** A worker for these handlers, by kind. */
    public DueWorker(
            Commits commits,
            Queries queries,
            Tenants tenants,
            InstantSource clock,
            Map<String, DueWork.Handler> handlers) {
        this.commits = commits;
        this.queries = queries;
        this.tenants = tenants;
        this.clock = clock;
        this.handlers = Map.copyOf(handlers);
    }

    /** Runs work on threads of its own until it is closed. */
    public void start(int threadCount) {
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::work, "zentra-due-work-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Has its threads look for work now, and not when they would next. */
    public void wake() {
        threads.forEach(LockSupport::unpark);
    }

    /** Plans recurring work of a tenant unless it is planned already. */
    public void plan(Tenant tenant, String kind, String subject, Duration in) {
        commits.run(new Access(tenant, SYSTEM), new LeaseCommands.Plan(kind, subject, in));
    }

    /** Ends a lease and makes the work due after a pause; nothing when the lease was lost. */
    public void giveBack(Access access, DueWork.Item item, Duration pause) {
        commits.run(access, new LeaseCommands.GiveBack(item, pause));
    }

    /**
     * Runs all that is due now, and what falls due by it, and returns how many pieces ran. Tenants get turns, and one that
     * cannot be written keeps no other waiting: its work stays due.
     */
    public int runDue() {
        refreshLimits();
        Turns turns = new Turns(new Turns.Resting()); // whoever calls by hand wants each to be tried now
        int ran = 0;
        int lastRound;
        do {
            lastRound = round(turns);
            turns.nextRound();
            ran += lastRound;
        } while (lastRound > 0);
        return ran;
    }

    /** Ends the threads; waits for the work under way, a minute at most for all together. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(LockSupport::unpark);
        if (!Ending.awaited(threads, LEASE)) {
            LOG.warn("due work has not ended within {}; its leases end by themselves", LEASE);
        }
    }

    private record DueName(int tenantNo, Name name) {}

    private void work() {
        while (!closed) {
            try {
                refreshLimits();
                if (round(new Turns(resting)) > 0) {
                    continue;
                }
            } catch (RuntimeException | Error e) {
                LOG.warn("due work could not be looked up; trying again", e);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** What other processes have limited counts here from now on; that it cannot be read keeps no work from being done. */
    private void refreshLimits() {
        Instant now = clock.instant();
        if (!now.isBefore(limitsDueAt)) {
            limitsDueAt = now.plus(LIMITS_EVERY);
            try {
                tenants.refreshLimits();
            } catch (ZentraException e) {
                LOG.warn("the limits of tenants could not be read; those that are known stay", e);
            }
        }
    }

    /** Gives each tenant its share of what is due, and returns how many pieces ran. */
    private int round(Turns turns) {
        int ran = 0;
        List<DueName> page;
        do {
            page = due(turns.passed());
            for (DueName due : page) {
                if (closed) {
                    return ran;
                }
                if (!turns.passed().contains(due.tenantNo()) && run(due, turns)) {
                    ran++;
                }
            }
        } while (page.size() == PAGE && turns.allowMore());
        return ran;
    }

    /** The one query over all tenants: it gives names only, and all that follows is done tenant by tenant. */
    private List<DueName> due(Set<Integer> passed) {
        if (handlers.isEmpty()) {
            return List.of();
        }
        InList kinds = InList.of("kind", handlers.keySet(), Map.of("now", Micros.of(clock.instant())));
        InList others = InList.of("passed", passed, kinds.values());
        String ofOthers = passed.isEmpty() ? "" : " and tenant not in (" + others.names() + ")";
        return queries.select(
                "select tenant, kind, subject from zentra_due_work where tenant >= :tenant and due_at <= :now"
                        + " and kind in (" + kinds.names() + ")" + ofOthers + " order by due_at",
                0,
                others.values(),
                PAGE,
                (results, context) ->
                        new DueName(results.getInt(1), new Name(results.getString(2), results.getString(3))));
    }

    /** Whether it was run; a tenant that cannot be written must not stop the work of the others. */
    private boolean run(DueName due, Turns turns) {
        DueWork.Handler handler = handlers.get(due.name().kind());
        Optional<Tenant> tenant = tenants.byNo(due.tenantNo());
        if (handler == null || tenant.isEmpty()) {
            turns.failed(due.tenantNo());
            return false;
        }
        Access access = new Access(tenant.get(), SYSTEM);
        Optional<DueWork.Item> leased = lease(access, due.name(), turns);
        leased.ifPresent(item -> run(handler, access, item, turns));
        return leased.isPresent();
    }

    private Optional<DueWork.Item> lease(Access access, Name name, Turns turns) {
        try {
            return commits.run(access, new LeaseCommands.Lease(name, LEASE));
        } catch (ZentraException e) {
            LOG.warn(
                    "due work {} of {} could not be leased; that of tenant {} is tried again later",
                    name.kind(),
                    name.subject(),
                    access.tenant().id(),
                    e);
            turns.failed(access.tenant().no());
            return Optional.empty();
        }
    }

    private void run(DueWork.Handler handler, Access access, DueWork.Item item, Turns turns) {
        turns.ran(access.tenant().no());
        try {
            handler.run(access, item);
        } catch (RuntimeException | Error e) {
            LOG.warn("due work {} of {} failed; it will be tried again", item.kind(), item.subject(), e);
            backOff(access, item, turns);
        }
    }

    private void backOff(Access access, DueWork.Item item, Turns turns) {
        try {
            giveBack(access, item, FIRST_PAUSE.multipliedBy(1L << Math.min(item.tries() - 1, MAX_PAUSE_DOUBLINGS)));
        } catch (ZentraException e) {
            LOG.warn("due work {} of {} stays leased until the lease ends", item.kind(), item.subject(), e);
            turns.failed(access.tenant().no());
        }
    }
}
