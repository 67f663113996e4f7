package io.zentra.webhooks.internal;

import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.time.DueWork;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.Transport;
import io.zentra.webhooks.internal.DeliveryTables.AttemptKey;
import io.zentra.webhooks.internal.DeliveryTables.AttemptRow;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryKey;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryRow;
import io.zentra.webhooks.internal.DeliveryTables.LaneKey;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import io.zentra.webhooks.internal.EndpointTables.KeyName;
import io.zentra.webhooks.internal.HealthTable.Circuit;
import io.zentra.webhooks.internal.HealthTable.HealthRow;
import java.time.Duration;
import java.util.List;

/**
 * Records what came of attempts at one endpoint, and what follows. Who has lost the lease meanwhile adds what was learned:
 * the attempts, and that something arrived; another holder decides the rest.
 *
 * @param item the lease under which it was sent
 * @param no the endpoint
 * @param tried what came of each, in the order of their beginnings
 * @param retries when they are tried again
 * @param nextAt when the endpoint's rate lets the next one go, in microseconds
 */
public record RecordAttempts(DueWork.Item item, long no, List<Tried> tried, Retries retries, long nextAt)
        implements Command<RecordAttempts.Verdict> {
    private static final int MAX_TEXT = 4_000;
    private static final int STOP_AFTER = 5;
    private static final long FIRST_STOP = Duration.ofSeconds(30).toNanos() / 1_000;
    private static final long LONGEST_STOP = Duration.ofMinutes(10).toNanos() / 1_000;

    /** Whether the endpoint may be sent to now. */
    public enum Verdict {
        /** It may. */
        GO_ON,
        /** It may, by few: it fails, or is slow. */
        GO_ON_GENTLY,
        /** Not before it is tried again, or not at all. */
        STOP
    }

    @Override
    public Operation operation() {
        return Operations.RECORD;
    }

    @Override
    public void reads(Reads reads) {
        Pump.need(reads, no);
        EndpointRow endpoint = reads.need(EndpointTables.ENDPOINT, no);
        if (endpoint != null) {
            endpoint.keyIds().forEach(id -> reads.need(EndpointTables.KEY, new KeyName(no, id)));
        }
        for (Tried one : tried) {
            DeliveryRow row = reads.need(DeliveryTables.DELIVERY, new DeliveryKey(no, one.event()));
            if (row != null && row.lane() != null) {
                reads.need(DeliveryTables.LANE, new LaneKey(no, row.lane()));
                if (row.next() != null) {
                    reads.need(DeliveryTables.DELIVERY, new DeliveryKey(no, row.next()));
                }
            }
        }
    }

    @Override
    public Verdict decide(UnitOfWork work) {
        boolean isHeld = DueWork.isHeld(work, item);
        EndpointRow endpoint = work.get(EndpointTables.ENDPOINT, no);
        if (endpoint == null) {
            return Verdict.STOP;
        }
        tried.forEach(one -> one(work, one, isHeld, endpoint));
        HealthRow health = Pump.health(work, no);
        long mean = (long) tried.stream().mapToLong(Tried::latency).average().orElse(0);
        work.put(HealthTable.HEALTH, health.with(health.circuit().took(mean)));
        if (!isHeld) {
            return Verdict.STOP;
        }
        work.put(HealthTable.HEALTH, Pump.health(work, no).with(health.plan().nextAt(nextAt)));
        return endpoint.status() == EndpointStatus.ACTIVE ? verdict(work, endpoint) : Verdict.STOP;
    }

    private Verdict verdict(UnitOfWork work, EndpointRow endpoint) {
        Circuit circuit = Pump.health(work, no).circuit();
        if (tried.stream().anyMatch(one -> one.outcome() == AttemptOutcome.GONE)) {
            EndpointEvents.disable(work, endpoint, "gone");
            return Verdict.STOP;
        }
        if (hasFailedTooLong(circuit, Micros.of(work.now()))) {
            EndpointEvents.disable(work, endpoint, "failing");
            return Verdict.STOP;
        }
        if (circuit.stoppedUntil() != null) {
            return Verdict.STOP;
        }
        return circuit.isAiling() ? Verdict.GO_ON_GENTLY : Verdict.GO_ON;
    }

    private void one(UnitOfWork work, Tried one, boolean isHeld, EndpointRow endpoint) {
        DeliveryRow row = work.get(DeliveryTables.DELIVERY, new DeliveryKey(no, one.event()));
        if (row == null) {
            return;
        }
        DeliveryRow after = row.tried();
        work.append(DeliveryTables.ATTEMPT, attempt(after, one));
        long now = Micros.of(work.now());
        boolean isDelivered = one.outcome() == AttemptOutcome.DELIVERED;
        if (row.isPending() && isDelivered) {
            Settling.end(work, after, DeliveryRow.DELIVERED);
        } else if (row.isPending() && isHeld) {
            failed(work, after, one, endpoint, now);
        } else {
            work.put(DeliveryTables.DELIVERY, after);
        }
        HealthRow health = Pump.health(work, no);
        HealthRow counted = health.with(health.tally().tried(one.outcome(), now));
        Circuit circuit = counted.circuit();
        if (isDelivered) {
            circuit = circuit.succeeded();
        } else if (isHeld) {
            circuit = stopped(circuit.failed(now), one, now);
        }
        work.put(HealthTable.HEALTH, counted.with(circuit));
    }

    private void failed(UnitOfWork work, DeliveryRow tried, Tried one, EndpointRow endpoint, long now) {
        if (one.outcome() == AttemptOutcome.GONE) {
            work.put(
                    DeliveryTables.DELIVERY,
                    tried.dueAt(now, tried.step())); // waits for somebody to resume the endpoint
            return;
        }
        long step = tried.step() + 1;
        if (step >= retries.steps()) {
            switch (EndpointText.endpoint(endpoint).sending().poison()) {
                case SKIP -> Settling.giveUp(work, endpoint, tried, DeliveryRow.SKIPPED);
                case PARK -> Settling.giveUp(work, endpoint, tried, DeliveryRow.PARKED);
                case BLOCK -> work.put(DeliveryTables.DELIVERY, tried.dueAt(due(one, now, tried.step()), tried.step()));
            }
        } else {
            work.put(DeliveryTables.DELIVERY, tried.dueAt(due(one, now, step), step));
        }
    }

    private long due(Tried one, long now, long step) {
        return Pump.later(now + retries.pauseMicros(step, one.random()), one.retryAt(now));
    }

    /** After some failures in a row, and when the receiver asks for it, all of the endpoint's events wait. */
    private Circuit stopped(Circuit circuit, Tried one, long now) {
        Circuit after = circuit;
        boolean saysNothingOfTheEndpoint = one.outcome() == AttemptOutcome.REFUSED;
        if (!saysNothingOfTheEndpoint && circuit.failures() >= STOP_AFTER) {
            long pause = circuit.pause() == 0 ? FIRST_STOP : Math.min(2 * circuit.pause(), LONGEST_STOP);
            boolean isStopped = circuit.stoppedUntil() != null && circuit.stoppedUntil() > now;
            after = isStopped ? circuit : circuit.stopped(now + pause, pause);
        }
        Long asked = one.outcome() == AttemptOutcome.THROTTLED ? one.retryAt(now) : null;
        if (asked != null && asked > now) {
            after = after.stopped(Pump.later(asked, after.stoppedUntil()), after.pause());
        }
        return after;
    }

    private boolean hasFailedTooLong(Circuit circuit, long now) {
        return circuit.failures() >= STOP_AFTER
                && circuit.failingSince() != null
                && now - circuit.failingSince() >= retries.disableAfterMicros();
    }

    private AttemptRow attempt(DeliveryRow row, Tried one) {
        return new AttemptRow(
                new AttemptKey(no, one.event(), row.tries()),
                one.at(),
                one.latency(),
                one.outcome().code(),
                one.status(),
                one.request(),
                EndpointText.bounded(one.response(), Transport.MAX_ANSWER_BYTES),
                EndpointText.bounded(one.error(), MAX_TEXT));
    }
}
