package io.zentra.core.time;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Lets the process that plans work begin it as soon as that is durable, without looking for it and without a commit for its
 * lease: the command that plans it leases it at once, when this process has room. Whoever gets one closes it. One a command;
 * used by the command's thread after its caller's, and then by its caller's again.
 *
 * <pre>{@code
 * try (HeadStart start = worker.headStart()) {
 *     Outcome<String> outcome = commits.run(access, new Send(request, start)); // which calls start.plan(…)
 *     if (outcome instanceof Outcome.Applied) {
 *         start.begin(access.tenant());
 *     }
 * }
 * }</pre>
 *
 * <p>A process that ends between the commit and {@link #begin}, or does not learn the outcome, leaves a lease, and others take
 * the work when that has ended.
 */
public final class HeadStart implements AutoCloseable {
    private static final HeadStart NONE = new HeadStart(null);

    private @Nullable Place place;
    private DueWork.@Nullable Leased leased;

    /** Room for a piece of work. */
    interface Place {
        /** Runs it. */
        void begin(Tenant tenant, DueWork.Leased work);

        /** Nothing is run. */
        void free();
    }

    private HeadStart(@Nullable Place place) {
        this.place = place;
    }

    /** No head start: work is planned as it always is. */
    public static HeadStart none() {
        return NONE;
    }

    static HeadStart in(Place place) {
        return new HeadStart(place);
    }

    /** Forgets what was planned; called first, for a command may decide more than once. */
    public void reset() {
        if (place != null) {
            leased = null;
        }
    }

    /** Plans work that is due now, for a subject that this command makes; of several that are planned the first is leased. */
    public void plan(UnitOfWork work, String kind, String subject) {
        if (place == null || leased != null) {
            DueWork.scheduleNew(work, kind, subject, work.now());
        } else {
            leased = DueWork.scheduleLeased(work, kind, subject);
        }
    }

    /**
     * Begins what was planned, once it is durable. Whether anything was.
     *
     * @return false when nothing was leased: then a worker has to look for it
     */
    public boolean begin(Tenant tenant) {
        if (place == null || leased == null) {
            return false;
        }
        Place taken = place;
        place = null;
        taken.begin(tenant, leased);
        return true;
    }

    /** Gives the room back, unless work was begun in it. */
    @Override
    public void close() {
        if (place != null) {
            place.free();
            place = null;
        }
    }
}
