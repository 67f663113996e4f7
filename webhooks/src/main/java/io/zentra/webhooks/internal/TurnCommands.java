package io.zentra.webhooks.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.HealthTable.HealthRow;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands around a turn, in which one node sends to one endpoint. */
final class TurnCommands {
    private TurnCommands() {}

    /** What a turn begins with. */
    record Begun(EndpointRow endpoint, HealthRow health) {}

    /** Takes an endpoint; empty when the lease was lost, or nothing is to be sent to it. */
    record Begin(DueWork.Item item, long no) implements Command<Optional<Begun>> {
        @Override
        public Operation operation() {
            return Operations.BEGIN_TURN;
        }

        @Override
        public void reads(Reads reads) {
            Pump.need(reads, no);
            reads.need(EndpointTables.ENDPOINT, no);
        }

        @Override
        public Optional<Begun> decide(UnitOfWork work) {
            EndpointRow endpoint = work.get(EndpointTables.ENDPOINT, no);
            HealthRow known = work.get(HealthTable.HEALTH, no);
            if (!DueWork.isHeld(work, item)) {
                return Optional.empty();
            }
            HealthRow health = known == null ? HealthRow.healthy(no) : known;
            if (endpoint == null || endpoint.status() != EndpointStatus.ACTIVE) {
                work.put(HealthTable.HEALTH, health.with(health.plan().heldBy(null)));
                DueWork.finish(work, Pump.KIND, Pump.subject(no));
                return Optional.empty();
            }
            HealthRow held = health.with(health.plan().heldBy(item.token()));
            work.put(HealthTable.HEALTH, held);
            return Optional.of(new Begun(endpoint, held));
        }
    }

    /**
     * Lets an endpoint go.
     *
     * @param next when more falls due, in microseconds; null for nothing that is known
     */
    record End(DueWork.Item item, long no, @Nullable Long next) implements Command<Boolean> {
        @Override
        public Operation operation() {
            return Operations.END_TURN;
        }

        @Override
        public void reads(Reads reads) {
            Pump.need(reads, no);
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            HealthRow health = work.get(HealthTable.HEALTH, no);
            if (health == null || !DueWork.isHeld(work, item)) {
                return false;
            }
            Long noted = health.plan().wakeAt();
            Long earliest = next == null ? noted : noted == null ? next : (Long) Math.min(next, noted);
            work.put(HealthTable.HEALTH, health.with(health.plan().heldBy(null)));
            if (earliest == null) {
                DueWork.finish(work, Pump.KIND, Pump.subject(no));
            } else {
                long at = Pump.later(earliest, health.circuit().stoppedUntil());
                DueWork.reschedule(work, item, Micros.instant(at));
            }
            return true;
        }
    }

    /** Gives work back that is not of an endpoint. */
    record Later(DueWork.Item item, Instant at) implements Command<Boolean> {
        @Override
        public Operation operation() {
            return Operations.LATER;
        }

        @Override
        public void reads(Reads reads) {
            DueWork.need(reads, item.kind(), item.subject());
        }

        @Override
        public Boolean decide(UnitOfWork work) {
            boolean isHeld = DueWork.isHeld(work, item);
            DueWork.reschedule(work, item, at);
            return isHeld;
        }
    }
}
