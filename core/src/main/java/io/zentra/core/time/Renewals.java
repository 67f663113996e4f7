package io.zentra.core.time;

import io.zentra.core.commit.Commits;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Access;
import io.zentra.core.time.internal.LeaseCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leases of work that waits for a thread or runs on one. So a lease can be short, and what a process held when it
 * was killed is soon taken again, while slow work keeps its lease. Thread-safe.
 */
final class Renewals {
    /** How long a lease lasts that is renewed. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
    private static final Duration RENEWED_WHEN_LEFT = Duration.ofSeconds(10);

    private final Commits commits;
    private final InstantSource clock;
    private final Set<Lease> held = ConcurrentHashMap.newKeySet();

    Renewals(Commits commits, InstantSource clock) {
        this.commits = commits;
        this.clock = clock;
    }

    /** From now on it is kept. */
    void begin(Lease lease) {
        held.add(lease);
    }

    /** Its work has been run. */
    void end(Lease lease) {
        held.remove(lease);
    }

    /** Renews what ends soon; what cannot be renewed now is tried again. */
    void renew() {
        endingSoon().forEach((access, leases) -> {
            try {
                List<LeaseCommands.Held> now = leases.stream()
                        .map(lease -> new LeaseCommands.Held(lease.item(), lease.endMicros()))
                        .toList();
                List<Long> ends = commits.run(access, new LeaseCommands.Renew(now, LEASE));
                for (int i = 0; i < ends.size(); i++) {
                    leases.get(i).endsAt(ends.get(i));
                }
            } catch (ZentraException e) {
                LOG.debug("{} leases could not be renewed; they are tried again until they end", leases.size(), e);
            }
        });
    }

    private Map<Access, List<Lease>> endingSoon() {
        long until = Micros.of(clock.instant().plus(RENEWED_WHEN_LEFT));
        Map<Access, List<Lease>> soon = new HashMap<>();
        for (Lease lease : held) {
            if (lease.endMicros() <= until) {
                soon.computeIfAbsent(lease.access(), any -> new ArrayList<>()).add(lease);
            }
        }
        return soon;
    }
}
