package io.zentra.core.time;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which tenants get no further turn in a round of due work: those whose share is done, and those that cannot be written.
 * So neither many pieces of one tenant nor damage to it keep the others' work from being done. Thread-safe.
 */
final class Turns {
    /** The most pieces of one tenant in a round, when others are waiting. */
    static final int SHARE = 256;

    /** How long a round may take in which one tenant alone has work; another's may have fallen due meanwhile. */
    private static final Duration ALONE = Duration.ofMillis(250);

    /** Pieces that take no time are no reason to look for nobody else. */
    private static final int MAX_SHARE = 4_096;

    /** The most tenants that a round passes over before it ends. */
    private static final int MAX_PASSED = 1_000;

    private final Resting resting;
    private final LongSupplier nanos;
    private final Map<Integer, Integer> done = new HashMap<>();
    private final Set<Integer> passed = new HashSet<>();
    private final Set<Integer> failed = new HashSet<>();
    private int share;
    private long begunNanos;

    /** The first round; whoever rests has no turn. */
    Turns(Resting resting) {
        this(resting, SHARE, System::nanoTime);
    }

    /** The same with another share, of which the round before has said that it is the next. */
    Turns(Resting resting, int share) {
        this(resting, share, System::nanoTime);
    }

    Turns(Resting resting, int share, LongSupplier nanos) {
        this.resting = resting;
        this.nanos = nanos;
        this.share = share;
        begin();
    }

    /** A new share for each; those that failed or rest have none. */
    synchronized void nextRound() {
        share = nextShare();
        begin();
    }

    /**
     * How many pieces each may have in the next round: where one tenant alone had work, as many as will not take long. That
     * nobody else has any is known only once the whole backlog of that one was read, which must not be done for every few
     * pieces of it.
     */
    synchronized int nextShare() {
        return done.size() == 1 ? shareOf(done.values().iterator().next(), nanos.getAsLong() - begunNanos) : SHARE;
    }

    /** The next share of a tenant that alone had work, of which so much ran in this time. */
    static int shareOf(int pieces, long nanos) {
        return (int) Math.min(MAX_SHARE, Math.max(SHARE, pieces * ALONE.toNanos() / Math.max(1, nanos)));
    }

    private void begin() {
        begunNanos = nanos.getAsLong();
        done.clear();
        passed.clear();
        passed.addAll(failed);
        passed.addAll(resting.now());
    }

    /** The tenants that get no further turn. */
    synchronized Set<Integer> passed() {
        return Set.copyOf(passed);
    }

    /** Whether a tenant gets no further turn. */
    synchronized boolean isPassed(int tenantNo) {
        return passed.contains(tenantNo);
    }

    synchronized boolean allowMore() {
        return passed.size() < MAX_PASSED;
    }

    /** So many pieces of the tenant are run. What was short may have become slow: then a longer turn ends early. */
    synchronized void ran(int tenantNo, int pieces) {
        resting.end(tenantNo);
        int now = done.merge(tenantNo, pieces, Integer::sum);
        boolean isLong = nanos.getAsLong() - begunNanos > ALONE.toNanos();
        if (now >= share || (now >= SHARE && isLong)) {
            passed.add(tenantNo);
        }
    }

    /** The tenant cannot be written now. */
    synchronized void failed(int tenantNo) {
        failed.add(tenantNo);
        passed.add(tenantNo);
        resting.begin(tenantNo);
    }

    /**
     * The tenants that could not be written, each for a time that doubles while it fails, so that a thread does not spend its
     * time waiting for them. Thread-safe.
     */
    static final class Resting {
        private static final Duration FIRST = Duration.ofSeconds(1);
        private static final int MAX_DOUBLINGS = 6;

        private final Map<Integer, Rest> rests = new ConcurrentHashMap<>();

        private record Rest(int times, long untilNanos) {}

        private void begin(int tenantNo) {
            rests.merge(tenantNo, rest(0), (before, first) -> rest(Math.min(before.times() + 1, MAX_DOUBLINGS)));
        }

        private void end(int tenantNo) {
            if (!rests.isEmpty()) {
                rests.remove(tenantNo);
            }
        }

        private Set<Integer> now() {
            Set<Integer> now = new HashSet<>();
            rests.forEach((tenantNo, rest) -> {
                if (rest.untilNanos() - System.nanoTime() > 0) {
                    now.add(tenantNo);
                }
            });
            return now;
        }

        private static Rest rest(int times) {
            return new Rest(times, System.nanoTime() + (FIRST.toNanos() << times));
        }
    }
}
