package io.zentra.webhooks.internal;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.internal.HealthTable.HealthRow;
import org.jspecify.annotations.Nullable;

/**
 * When an endpoint is sent to next. While somebody holds it, who adds work leaves a note in its row instead of moving the
 * plan: moving it would break the lease.
 */
public final class Pump {
    /** The kind of the due work; its subject is the number of the endpoint. */
    public static final String KIND = "webhooks.deliver";

    private Pump() {}

    static String subject(long no) {
        return Long.toString(no);
    }

    static void need(Reads reads, long no) {
        reads.need(HealthTable.HEALTH, no);
        DueWork.need(reads, KIND, subject(no));
    }

    static HealthRow health(UnitOfWork work, long no) {
        HealthRow known = work.get(HealthTable.HEALTH, no);
        return known == null ? HealthRow.healthy(no) : known;
    }

    /** Counts deliveries that begin, or end when it is below zero. */
    static void count(UnitOfWork work, long no, long more) {
        HealthRow health = health(work, no);
        work.put(HealthTable.HEALTH, health.with(health.tally().more(more)));
    }

    /** Counts deliveries that were parked, or are no more when it is below zero. */
    static void countParked(UnitOfWork work, long no, long more) {
        HealthRow health = health(work, no);
        work.put(HealthTable.HEALTH, health.with(health.tally().moreParked(more)));
    }

    /** Has an endpoint sent to at a time, or as soon as it is tried again after that. */
    static void wake(UnitOfWork work, long no, long at) {
        HealthRow health = health(work, no);
        if (health.plan().holder() != null && DueWork.isScheduled(work, KIND, subject(no))) {
            work.put(HealthTable.HEALTH, health.with(health.plan().wakeAt(at)));
            return;
        }
        work.put(HealthTable.HEALTH, health);
        Long stopped = health.circuit().stoppedUntil();
        DueWork.schedule(work, KIND, subject(no), Micros.instant(later(at, stopped)));
    }

    static long later(long at, @Nullable Long other) {
        return other == null ? at : Math.max(at, other);
    }
}
