package io.zentra.core.time;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.Tenants;
import io.zentra.core.internal.Ending;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.internal.DueWorkTable.Name;
import io.zentra.core.time.internal.LeaseCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds work that is due, leases it and runs it: by hand, or on threads of its own, of which one looks and leases as much as
 * the others can run, and these run it. Thread-safe.
 */
public final class DueWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueWorker.class);
    private static final Actor SYSTEM = new Actor(Actor.Kind.SYSTEM, "due_work", Set.of(Permission.ALL));
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(60);
    private static final Duration LOOK_AT_LEASES = Duration.ofMillis(250);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_PAUSE_DOUBLINGS = 10;
    private static final int TIMES_AS_LONG = 10;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LIMITS_EVERY = Duration.ofSeconds(10);

    private final Commits commits;
    private final Tenants tenants;
    private final InstantSource clock;
    private final Map<String, DueWork.Handler> handlers;
    private final Runnable planning;
    private final DueLookup lookup;
    private final Turns.Resting resting = new Turns.Resting();
    private final FailedWork failed = new FailedWork();
    private volatile @Nullable RunnerThreads runners;
    private volatile @Nullable Thread looking;
    private volatile @Nullable Thread renewing;
    private volatile boolean closed;
    private long planAfter = System.nanoTime();
    private volatile Instant limitsDueAt = Instant.MIN;

    /** A worker for these handlers, by kind. */
    public DueWorker(
            Commits commits,
            Queries queries,
            Tenants tenants,
            InstantSource clock,
            Map<String, DueWork.Handler> handlers) {
        this(commits, queries, tenants, clock, handlers, worker -> {});
    }

    /**
     * The same, which plans work besides.
     *
     * @param planning is run before work is looked for, for a tenth of the time at most, and may plan some
     */
    public DueWorker(
            Commits commits,
            Queries queries,
            Tenants tenants,
            InstantSource clock,
            Map<String, DueWork.Handler> handlers,
            Consumer<DueWorker> planning) {
        this.commits = commits;
        this.tenants = tenants;
        this.clock = clock;
        this.handlers = Map.copyOf(handlers);
        this.planning = () -> planning.accept(this);
        this.lookup = new DueLookup(queries, clock, this.handlers.keySet());
    }

    /** Runs work on so many threads of its own until it is closed, and looks for it on another; none when it is 0. */
    public void start(int threadCount) {
        start(threadCount, null);
    }

    /**
     * Runs work until it is closed, and looks for it on a thread of its own.
     *
     * @param atOnce how many pieces run at one time; with 0 nothing is begun
     * @param host what they run on; null for threads of its own
     */
    public synchronized void start(int atOnce, @Nullable Executor host) {
        if (atOnce == 0) {
            return;
        }
        Renewals renewals = new Renewals(commits, clock);
        RunnerThreads threads = new RunnerThreads(atOnce, host, renewals);
        runners = threads;
        looking = begin(() -> work(threads), "zentra-due-work");
        renewing = begin(() -> keepLeases(threads, renewals), "zentra-due-work-leases");
    }

    private static Thread begin(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Has its thread look for work now, and not when it would next. */
    public void wake() {
        LockSupport.unpark(looking);
    }

    /** Lets a command lease what it plans, while threads of this worker have room. */
    public HeadStart headStart() {
        RunnerThreads threads = runners;
        return threads == null
                ? HeadStart.none()
                : HeadStart.in(new HeadStart.Room() {
                    @Override
                    public boolean tryTake() {
                        return threads.tryRoom();
                    }

                    @Override
                    public void begin(Tenant tenant, DueWork.Leased work) {
                        if (clock.instant().isBefore(work.endsAt())) {
                            Access access = new Access(tenant, SYSTEM);
                            Lease lease = new Lease(access, work.item(), Micros.of(work.endsAt()));
                            Turns turns = new Turns(resting);
                            threads.run(
                                    lease,
                                    piece(
                                            access,
                                            work.item(),
                                            turns,
                                            handler -> handler.runAtOnce(access, work.item(), work.known())));
                        } else {
                            threads.unused(1); // others may have it by now
                        }
                    }

                    @Override
                    public void free() {
                        threads.unused(1);
                    }
                });
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
        planning.run();
        Turns turns = new Turns(new Turns.Resting()); // whoever calls by hand wants each to be tried now
        int ran = 0;
        int lastRound;
        do {
            lastRound = round(turns, Runners.BY_HAND);
            turns.nextRound();
            ran += lastRound;
        } while (lastRound > 0);
        return ran;
    }

    /** What this process tried of a tenant's work in vain, and nobody has tried since; of 1,000 pieces at most. */
    public List<FailingWork> failing(Queries reading, int tenantNo) {
        return failed.of(reading, tenantNo);
    }

    /** Ends the threads; waits for the work under way, a minute at most for all together. The second time it does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        RunnerThreads threads = runners;
        Thread look = looking;
        Thread renew = renewing;
        if (threads == null || look == null || renew == null) {
            return;
        }
        threads.close();
        LockSupport.unpark(look);
        long begun = System.nanoTime();
        boolean ended = Ending.awaited(List.of(look), CLOSE_WAIT);
        ended &= threads.end(CLOSE_WAIT.minusNanos(System.nanoTime() - begun)); // leases are kept until then
        LockSupport.unpark(renew);
        ended &= Ending.awaited(List.of(renew), CLOSE_WAIT.minusNanos(System.nanoTime() - begun));
        if (!ended) {
            LOG.warn("due work has not ended within {}; its leases end by themselves", CLOSE_WAIT);
        }
    }

    private void keepLeases(RunnerThreads threads, Renewals renewals) {
        while (!threads.hasEnded()) {
            try {
                renewals.renew();
            } catch (RuntimeException | Error e) {
                LOG.warn("leases of due work could not be renewed; trying again", e);
            }
            LockSupport.parkNanos(LOOK_AT_LEASES.toNanos());
        }
    }

    private void work(RunnerThreads threads) {
        int share = Turns.SHARE;
        while (!closed) {
            try {
                refreshLimits();
                planInTurn();
                Turns turns = new Turns(resting, share);
                int leased = round(turns, threads);
                share = turns.nextShare();
                if (leased > 0) {
                    continue;
                }
            } catch (RuntimeException | Error e) {
                share = Turns.SHARE;
                LOG.warn("due work could not be looked up; trying again", e);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Where there are many tenants, planning takes longer; it must not become all that the database does. */
    private void planInTurn() {
        long begun = System.nanoTime();
        if (begun - planAfter >= 0) {
            planning.run();
            long ended = System.nanoTime();
            planAfter = ended + TIMES_AS_LONG * (ended - begun);
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

    /** Gives each tenant its share of what is due, and returns how many pieces were leased. */
    private int round(Turns turns, Runners runners) {
        int leased = 0;
        DueLookup.Page page;
        do {
            page = lookup.page(turns.passed(), runners.atOnce());
            for (DueLookup.Due due : page.dues()) {
                leased += run(due, turns, runners);
            }
        } while (page.isFull() && turns.allowMore() && !closed);
        return leased;
    }

    /** Leases as many pieces as there is room for until none is left, and returns how many it leased. */
    private int run(DueLookup.Due due, Turns turns, Runners runners) {
        Optional<Tenant> tenant = tenants.byNo(due.tenantNo());
        if (tenant.isEmpty()) {
            turns.failed(due.tenantNo());
            return 0;
        }
        Access access = new Access(tenant.get(), SYSTEM);
        List<Name> names = due.names();
        int leased = 0;
        int done = 0;
        while (done < names.size() && !closed && !turns.isPassed(due.tenantNo())) {
            int room = runners.room(names.size() - done);
            List<Lease> leases = lease(access, names.subList(done, done + room), turns, runners.lease());
            runners.unused(room - leases.size());
            leases.forEach(lease -> runners.run(lease, piece(access, lease.item(), turns)));
            leased += leases.size();
            done = room == 0 ? names.size() : done + room;
        }
        return leased;
    }

    private List<Lease> lease(Access access, List<Name> names, Turns turns, Duration length) {
        if (names.isEmpty()) {
            return List.of();
        }
        try {
            List<LeaseCommands.Held> held = commits.run(access, new LeaseCommands.Lease(List.copyOf(names), length));
            turns.ran(access.tenant().no(), held.size());
            return held.stream()
                    .map(each -> new Lease(access, each.item(), each.endMicros()))
                    .toList();
        } catch (ZentraException e) {
            LOG.warn(
                    "due work {} of {} and {} more could not be leased; that of tenant {} is tried again later",
                    names.get(0).kind(),
                    names.get(0).subject(),
                    names.size() - 1,
                    access.tenant().id(),
                    e);
            turns.failed(access.tenant().no());
            return List.of();
        }
    }

    private Piece piece(Access access, DueWork.Item item, Turns turns) {
        return piece(access, item, turns, handler -> handler.run(access, item));
    }

    private Piece piece(
            Access access, DueWork.Item item, Turns turns, Function<DueWork.Handler, CompletableFuture<?>> run) {
        return new Piece() {
            @Override
            public CompletableFuture<?> begin() {
                try {
                    DueWork.Handler handler = Objects.requireNonNull(
                            handlers.get(item.kind()), "only kinds with a handler are looked for");
                    return Objects.requireNonNull(run.apply(handler), "a handler answers when its work ends");
                } catch (RuntimeException | Error e) {
                    return CompletableFuture.failedFuture(e);
                }
            }

            @Override
            public void ended() {
                failed.ran(access.tenant().no(), item);
            }

            @Override
            public void failed(Throwable failure) {
                Throwable why = cause(failure);
                failed.failed(access.tenant().no(), item, clock.instant(), why);
                LOG.warn("due work {} of {} failed; it will be tried again", item.kind(), item.subject(), why);
                backOff(access, item, turns);
            }
        };
    }

    private void backOff(Access access, DueWork.Item item, Turns turns) {
        try {
            giveBack(access, item, FIRST_PAUSE.multipliedBy(1L << Math.min(item.tries() - 1, MAX_PAUSE_DOUBLINGS)));
        } catch (ZentraException e) {
            LOG.warn("due work {} of {} stays leased until the lease ends", item.kind(), item.subject(), e);
            turns.failed(access.tenant().no());
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }
}
