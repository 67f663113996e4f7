package io.zentra.core.time.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.core.time.internal.DueWorkTable.DueRow;
import io.zentra.core.time.internal.DueWorkTable.Name;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The commands by which a worker takes work and gives it back. */
public final class LeaseCommands {
    private static final Operation LEASE = new Operation(2, "due_work.lease");
    private static final Operation GIVE_BACK = new Operation(3, "due_work.give_back");
    private static final Operation PLAN = new Operation(4, "due_work.plan");
    private static final Operation RENEW = new Operation(11, "due_work.renew");

    private LeaseCommands() {}

    /** Work that is leased until then. */
    public record Held(DueWork.Item item, long endMicros) {}

    /** Leases pieces of work that are due, and answers those that nobody else was faster with, in their order. */
    public record Lease(List<Name> names, Duration length) implements Command<List<Held>> {
        @Override
        public Operation operation() {
            return LEASE;
        }

        @Override
        public void reads(Reads reads) {
            names.forEach(name -> reads.need(DueWorkTable.DUE_WORK, name));
        }

        @Override
        public List<Held> decide(UnitOfWork work) {
            long now = Micros.of(work.now());
            long end = Micros.of(work.now().plus(length));
            List<Held> leased = new ArrayList<>();
            for (Name name : names) {
                DueRow row = work.get(DueWorkTable.DUE_WORK, name);
                if (row != null && row.dueAtMicros() <= now) {
                    DueRow moved = new DueRow(name, end, row.token() + 1, row.tries() + 1);
                    work.put(DueWorkTable.DUE_WORK, moved);
                    leased.add(
                            new Held(new DueWork.Item(name.kind(), name.subject(), moved.token(), moved.tries()), end));
                }
            }
            return leased;
        }
    }

    /**
     * Moves the ends of leases, and answers them in order. A lease that was lost or given back has no further end: it is
     * never renewed again.
     */
    public record Renew(List<Held> leases, Duration length) implements Command<List<Long>> {
        private static final long NEVER = Long.MAX_VALUE;

        @Override
        public Operation operation() {
            return RENEW;
        }

        @Override
        public void reads(Reads reads) {
            leases.forEach(lease ->
                    DueWork.need(reads, lease.item().kind(), lease.item().subject()));
        }

        @Override
        public List<Long> decide(UnitOfWork work) {
            long end = Micros.of(work.now().plus(length));
            List<Long> ends = new ArrayList<>();
            for (Held lease : leases) {
                DueWork.Item item = lease.item();
                DueRow row = work.get(DueWorkTable.DUE_WORK, new Name(item.kind(), item.subject()));
                if (row != null && row.token() == item.token() && row.dueAtMicros() == lease.endMicros()) {
                    work.put(DueWorkTable.DUE_WORK, new DueRow(row.name(), end, row.token(), row.tries()));
                    ends.add(end);
                } else {
                    ends.add(NEVER);
                }
            }
            return ends;
        }
    }

    /** Makes leased work due after a pause. */
    public record GiveBack(DueWork.Item item, Duration pause) implements Command<Boolean> {
        @Override
        public Operation operation() {
            return GIVE_BACK;
        }

        @Override
        public void reads(Reads reads) {
            DueWork.need(reads, item.kind(), item.subject());
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            DueWork.reschedule(work, item, work.now().plus(pause));
            return true;
        }
    }

    /** Plans recurring work unless it is planned already. */
    public record Plan(String kind, String subject, Duration in) implements Command<Boolean> {
        @Override
        public Operation operation() {
            return PLAN;
        }

        @Override
        public void reads(Reads reads) {
            DueWork.need(reads, kind, subject);
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            if (!DueWork.isScheduled(work, kind, subject)) {
                DueWork.schedule(work, kind, subject, work.now().plus(in));
            }
            return true;
        }
    }
}
