package io.zentra.core.time;

import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.identity.Access;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.storage.Queries;
import io.zentra.core.time.internal.DueWorkTable;
import io.zentra.core.time.internal.DueWorkTable.DueRow;
import io.zentra.core.time.internal.DueWorkTable.Name;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Work that falls due at an instant: one piece a kind and subject, written in the same commit as what makes it
 * necessary, and run by any node under a lease. What plans it is called by the thread of the command.
 *
 * <p>A lease moves the due time to the lease's end and counts a fencing token up. A worker that was too slow finds the
 * token moved when it reports, and its report must then change nothing but add what it learned.
 */
public final class DueWork {
    private DueWork() {}

    /**
     * A leased piece of work.
     *
     * @param kind which handler runs it
     * @param subject what it is about
     * @param token the fencing token of this lease
     * @param tries how often it was leased, this time included
     */
    public record Item(String kind, String subject, long token, int tries) {}

    /**
     * A piece of work that is planned.
     *
     * @param subject what it is about
     * @param dueAt when it falls due; of work that somebody is at, when its lease ends
     */
    public record Planned(String subject, Instant dueAt) {}

    /** The work of a kind that falls due before a time, the earliest first. */
    public static List<Planned> planned(Queries queries, int tenantNo, String kind, Instant before, int limit) {
        return queries
                .list(
                        DueWorkTable.DUE_WORK,
                        tenantNo,
                        "kind = :kind and due_at < :before order by due_at",
                        Map.of("kind", kind, "before", Micros.of(before)),
                        limit)
                .stream()
                .map(row -> new Planned(row.name().subject(), Micros.instant(row.dueAtMicros())))
                .toList();
    }

    /** Whether work is planned or under way, as it is stored. */
    public static boolean isPlanned(Queries queries, int tenantNo, String kind, String subject) {
        return queries.first(
                        DueWorkTable.DUE_WORK,
                        tenantNo,
                        "kind = :kind and subject = :subject",
                        Map.of("kind", kind, "subject", subject))
                .isPresent();
    }

    /**
     * A piece of work that was leased in the commit that planned it, until then.
     *
     * @param known what who planned it knows
     */
    record Leased(Item item, Instant endsAt, Known known) {}

    /**
     * What who planned work that a {@link HeadStart} begins knows of it, so that nothing has to be read for it.
     *
     * @param trace the trace in which it was planned; null for none
     * @param written what was written with it, in a form that its handler knows; null for nothing
     */
    public record Known(
            @Nullable TraceContext trace, @Nullable Object written) {}

    /** Runs one kind of work; it is called outside any transaction and may call others. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Runs the work and ends it by a command that calls {@link #finish} or {@link #reschedule}. An exception, or no
         * end, makes it due again.
         *
         * @return completes when that command has run, or fails with why it has not. The lease is kept until then, while the
         *     thread takes the next piece
         */
        CompletableFuture<?> run(Access access, Item item);

        /**
         * The same of work that a {@link HeadStart} begins, for a handler that wants to know what who planned it knows. Since
         * then nobody else can have run it.
         */
        default CompletableFuture<?> runAtOnce(Access access, Item item, Known known) {
            return run(access, item);
        }

        /** Work that has ended when it returns. */
        static Handler waiting(BiConsumer<Access, Item> work) {
            return (access, item) -> {
                work.accept(access, item);
                return CompletableFuture.completedFuture(null);
            };
        }
    }

    /** Names the row of a piece of work, for a command that schedules, finishes or moves it. */
    public static void need(Reads reads, String kind, String subject) {
        reads.need(DueWorkTable.DUE_WORK, new Name(kind, subject));
    }

    /** Makes work due at an instant; replaces an earlier plan of the same kind and subject. */
    public static void schedule(UnitOfWork work, String kind, String subject, Instant dueAt) {
        DueRow known = work.get(DueWorkTable.DUE_WORK, new Name(kind, subject));
        // Not from 0: who held work of this name before it was finished must not hold what is planned under it now.
        long token = known == null ? Micros.of(work.now()) : known.token() + 1;
        work.put(DueWorkTable.DUE_WORK, new DueRow(new Name(kind, subject), Micros.of(dueAt), token, 0));
    }

    /**
     * The same for work that may have been begun before, though nothing is planned now: its next lease does not count as its
     * first.
     */
    public static void scheduleAgain(UnitOfWork work, String kind, String subject, Instant dueAt) {
        schedule(work, kind, subject, dueAt);
        Name name = new Name(kind, subject);
        DueRow planned = Objects.requireNonNull(work.get(DueWorkTable.DUE_WORK, name));
        work.put(DueWorkTable.DUE_WORK, new DueRow(name, planned.dueAtMicros(), planned.token(), 1));
    }

    /** Tells that nothing is planned of a subject that this command makes, so that what follows in it may ask. */
    public static void noneYet(UnitOfWork work, String kind, String subject) {
        scheduleNew(work, kind, subject, work.now());
        work.delete(DueWorkTable.DUE_WORK, new Name(kind, subject));
    }

    /** Makes work due at an instant for a subject that this command makes, so that no plan can exist yet. */
    public static void scheduleNew(UnitOfWork work, String kind, String subject, Instant dueAt) {
        work.insert(DueWorkTable.DUE_WORK, new DueRow(new Name(kind, subject), Micros.of(dueAt), 0, 0));
    }

    /** The same, leased at once by the process that runs this command. */
    static Leased scheduleLeased(UnitOfWork work, String kind, String subject, @Nullable Object written) {
        Instant end = work.now().plus(Renewals.LEASE);
        Item item = new Item(kind, subject, 1, 1);
        work.insert(
                DueWorkTable.DUE_WORK, new DueRow(new Name(kind, subject), Micros.of(end), item.token(), item.tries()));
        return new Leased(item, end, new Known(work.access().trace(), written));
    }

    /** Whether the lease is still the latest one. */
    public static boolean isHeld(UnitOfWork work, Item item) {
        DueRow row = work.get(DueWorkTable.DUE_WORK, new Name(item.kind(), item.subject()));
        return row != null && row.token() == item.token();
    }

    /** Whether any work of this kind and subject is planned. */
    public static boolean isScheduled(UnitOfWork work, String kind, String subject) {
        return work.get(DueWorkTable.DUE_WORK, new Name(kind, subject)) != null;
    }

    /** Whether work of this kind and subject is planned, and was not leased since it was. */
    public static boolean isUntouched(UnitOfWork work, String kind, String subject) {
        DueRow row = work.get(DueWorkTable.DUE_WORK, new Name(kind, subject));
        return row != null && row.tries() == 0;
    }

    /** Ends the work, whoever holds it. */
    public static void finish(UnitOfWork work, String kind, String subject) {
        if (isScheduled(work, kind, subject)) {
            work.delete(DueWorkTable.DUE_WORK, new Name(kind, subject));
        }
    }

    /** Ends the lease and makes the work due at a later instant, its tries kept; nothing when the lease was lost. */
    public static void reschedule(UnitOfWork work, Item item, Instant dueAt) {
        if (isHeld(work, item)) {
            Name name = new Name(item.kind(), item.subject());
            work.put(DueWorkTable.DUE_WORK, new DueRow(name, Micros.of(dueAt), item.token(), item.tries()));
        }
    }

    /**
     * Ends the lease as if it had not been, for whoever found that nothing could be begun: the work is due at a later
     * instant, and the lease is none of its tries. Nothing when the lease was lost.
     */
    public static void putOff(UnitOfWork work, Item item, Instant dueAt) {
        reschedule(work, new Item(item.kind(), item.subject(), item.token(), item.tries() - 1), dueAt);
    }
}
