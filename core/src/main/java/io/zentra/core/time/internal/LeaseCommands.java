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
import java.util.Optional;

/** The commands by which a worker takes work and gives it back. */
public final class LeaseCommands {
    private static final Operation LEASE = new Operation(2, "due_work.lease");
    private static final Operation GIVE_BACK = new Operation(3, "due_work.give_back");
    private static final Operation PLAN = new Operation(4, "due_work.plan");

    private LeaseCommands() {}

    /** Leases work that is due; empty when somebody else was faster. */
    public record Lease(Name name, Duration length) implements Command<Optional<DueWork.Item>> {
        @Override
        public Operation operation() {
            return LEASE;
        }

        @Override
        public void reads(Reads reads) {
            reads.need(DueWorkTable.DUE_WORK, name);
        }

        @Override
        public Optional<DueWork.Item> decide(UnitOfWork work) {
            DueRow row = work.get(DueWorkTable.DUE_WORK, name);
            if (row == null || row.dueAtMicros() > Micros.of(work.now())) {
                return Optional.empty();
            }
            long end = Micros.of(work.now().plus(length));
            DueRow leased = new DueRow(name, end, row.token() + 1, row.tries() + 1);
            work.put(DueWorkTable.DUE_WORK, leased);
            return Optional.of(new DueWork.Item(name.kind(), name.subject(), leased.token(), leased.tries()));
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
