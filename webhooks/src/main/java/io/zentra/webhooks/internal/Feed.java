package io.zentra.webhooks.internal;

import io.zentra.core.commit.Commits;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.Tenant;
import io.zentra.core.identity.Tenants;
import io.zentra.core.journal.JournalFollower.Behind;
import io.zentra.core.storage.Queries;
import io.zentra.webhooks.delivery.EventMapping;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for tenants whose journals have gone on, and takes their events. */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Actor SYSTEM = new Actor(Actor.Kind.SYSTEM, "webhooks", Set.of(Permission.ALL));
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Where there are many tenants, looking takes longer; it must not become all that the database does. */
    private static final int TIMES_AS_LONG = 10;

    private static final long LONGEST_POLL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int PAGE = 1_000;
    private static final Duration END_WAIT = Duration.ofSeconds(30);

    private final Commits commits;
    private final Queries queries;
    private final Tenants tenants;
    private final EventMapping mapping;
    private final Map<Integer, Long> resting = new HashMap<>();
    private final Runnable taken;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    /**
     * A feed by this mapping.
     *
     * @param taken told when events were taken
     */
    public Feed(Commits commits, Queries queries, Tenants tenants, EventMapping mapping, Runnable taken) {
        this.commits = commits;
        this.queries = queries;
        this.tenants = tenants;
        this.mapping = mapping;
        this.taken = taken;
    }

    /** Takes what is there and was not taken, and returns how many commits it took. */
    public synchronized int take() {
        int commitsMade = 0;
        for (Behind behind : FanOut.FOLLOWER.behind(queries, PAGE)) {
            commitsMade += take(behind);
        }
        return commitsMade;
    }

    /** Goes on by itself until it is closed; the second time it does nothing. */
    public synchronized void start() {
        if (thread != null) {
            return;
        }
        Thread looking = new Thread(this::look, "zentra-webhooks-feed");
        looking.setDaemon(true);
        thread = looking;
        looking.start();
    }

    @Override
    public void close() {
        closed = true;
        Thread looking = thread;
        if (looking != null) {
            LockSupport.unpark(looking);
            try {
                looking.join(END_WAIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void look() {
        while (!closed) {
            long begun = System.nanoTime();
            try {
                if (take() > 0) {
                    taken.run();
                    continue;
                }
            } catch (RuntimeException | Error e) {
                LOG.warn("events to be sent could not be looked up; trying again", e);
            }
            long took = System.nanoTime() - begun;
            LockSupport.parkNanos(Math.min(Math.max(POLL_NANOS, TIMES_AS_LONG * took), LONGEST_POLL_NANOS));
        }
    }

    private int take(Behind behind) {
        Long rests = resting.get(behind.tenantNo());
        if (rests != null && System.nanoTime() - rests < REST_NANOS && thread != null) {
            return 0;
        }
        Optional<Tenant> tenant = tenants.byNo(behind.tenantNo());
        if (tenant.isEmpty()) {
            return 0;
        }
        int commitsMade = 0;
        long position = behind.position();
        try {
            while (position < behind.last() && !closed) {
                position = commits.run(new Access(tenant.get(), SYSTEM), new FanOut(behind.last(), mapping));
                commitsMade++;
            }
            resting.remove(behind.tenantNo());
        } catch (RuntimeException e) {
            resting.put(behind.tenantNo(), System.nanoTime());
            LOG.warn(
                    "events of tenant {} could not be taken; tried again later",
                    tenant.get().id(),
                    e);
        }
        return commitsMade;
    }
}
