package io.zentra.core.time;

import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Lets the process that plans work begin it as soon as that is durable, without looking for it and without a commit for its
 * lease: the command that plans it leases it at once, when this process has room. Whoever gets one closes it. One a command;
 * used by the command's thread, and before and afterwards by its caller's.
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

    private final @Nullable Room room;
    private DueWork.@Nullable Leased leased;

    /** Room for pieces of work. */
    interface Room {
        /** Takes some for a piece; false when there is none now. Waits for nothing. */
        boolean tryTake();

        /** Runs a piece for which it was taken; throws nothing. */
        void begin(Tenant tenant, DueWork.Leased work);

        /** Gives back what was taken for a piece. */
        void free();
    }

    private HeadStart(@Nullable Room room) {
        this.room = room;
    }

    /** No head start: work is planned as it always is. */
    public static HeadStart none() {
        return NONE;
    }

    static HeadStart in(Room room) {
        return new HeadStart(room);
    }

    /** Forgets what was planned; called first, for a command may decide more than once. */
    public void reset() {
        if (room != null && leased != null) {
            leased = null;
            room.free();
        }
    }

    /**
     * Plans work that is due now, for a subject that this command makes; of several that are planned the first is leased.
     *
     * @param written what the work's handler is {@linkplain DueWork.Known told} when it begins at once; null for nothing
     */
    public void plan(UnitOfWork work, String kind, String subject, @Nullable Object written) {
        if (room != null && leased == null && room.tryTake()) {
            leased = DueWork.scheduleLeased(work, kind, subject, written);
        } else {
            DueWork.scheduleNew(work, kind, subject, work.now());
        }
    }

    /**
     * Begins what was planned, once it is durable.
     *
     * @return false when nothing was leased: then a worker has to look for it
     */
    public boolean begin(Tenant tenant) {
        DueWork.Leased planned = leased;
        if (room == null || planned == null) {
            return false;
        }
        leased = null;
        room.begin(tenant, planned);
        return true;
    }

    /** Gives the room back, unless work was begun in it. */
    @Override
    public void close() {
        reset();
    }
}
