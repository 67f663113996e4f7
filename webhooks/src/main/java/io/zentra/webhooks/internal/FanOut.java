package io.zentra.webhooks.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.zentra.core.commit.Command;
import io.zentra.core.commit.Operation;
import io.zentra.core.commit.Reads;
import io.zentra.core.commit.UnitOfWork;
import io.zentra.core.journal.Event;
import io.zentra.core.journal.JournalFollower;
import io.zentra.core.time.Micros;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.EventMapping;
import io.zentra.webhooks.delivery.PublicEvent;
import io.zentra.webhooks.delivery.Sending.Ordering;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryKey;
import io.zentra.webhooks.internal.DeliveryTables.DeliveryRow;
import io.zentra.webhooks.internal.DeliveryTables.LaneKey;
import io.zentra.webhooks.internal.DeliveryTables.LaneRow;
import io.zentra.webhooks.internal.EndpointTables.EndpointRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes the next events of the journal: what leaves becomes a message, and one delivery an endpoint that wants it. The
 * position moves in the same commit, so that each event is taken once, whoever else takes events at the same time.
 *
 * @param upTo the last event that is looked at
 * @param mapping which events leave
 */
public record FanOut(long upTo, EventMapping mapping) implements Command<Long> {
    /** Who reads the journals of tenants with endpoints. */
    static final JournalFollower FOLLOWER = JournalFollower.of("webhooks");

    /** The most events of one commit. */
    static final int MAX_EVENTS = 256;

    /** The most deliveries of one commit, if it has more than one event. */
    static final int MAX_DELIVERIES = 8_192;

    @Override
    public Operation operation() {
        return Operations.FAN_OUT;
    }

    @Override
    public void reads(Reads reads) {
        Long position = FOLLOWER.need(reads);
        List<Long> numbers = reads.needAll(EndpointTables.NUMBERS);
        if (position == null || numbers == null) {
            return;
        }
        List<Target> targets = new ArrayList<>();
        for (long no : numbers) {
            EndpointRow row = reads.need(EndpointTables.ENDPOINT, no);
            if (row != null && row.status() != EndpointStatus.DELETED) {
                Pump.need(reads, no);
                targets.add(Target.of(row));
            }
        }
        boolean hasLanes = targets.stream().anyMatch(Target::isFifo);
        for (long seq = position + 1; seq <= end(position, targets); seq++) {
            Event event = reads.needEvent(seq);
            if (event != null && hasLanes) {
                told(event).ifPresent(told -> needLanes(reads, event.seq(), told, targets));
            }
        }
    }

    /** A test is for the one endpoint that it tries, whatever leaves otherwise. */
    private Optional<PublicEvent> told(Event event) {
        if (!event.type().equals(MessageText.TEST)) {
            return mapping.map(event);
        }
        String endpoint = event.subject().orElse("");
        return Optional.of(new PublicEvent(
                MessageText.TEST,
                JsonNodeFactory.instance.objectNode().put("endpoint", endpoint).toString(),
                "",
                endpoint));
    }

    private static void needLanes(Reads reads, long seq, PublicEvent told, List<Target> targets) {
        for (Target target : targets) {
            if (target.isFifo() && target.wants(seq, told)) {
                LaneRow lane = reads.need(DeliveryTables.LANE, new LaneKey(target.no(), told.orderKey()));
                if (lane != null) {
                    reads.need(DeliveryTables.DELIVERY, new DeliveryKey(target.no(), lane.tail()));
                }
            }
        }
    }

    /** The position after it. */
    @Override
    public Long decide(UnitOfWork work) {
        Long position = FOLLOWER.position(work);
        if (position == null || upTo <= position) {
            return position == null ? upTo : position;
        }
        List<Target> targets = targets(work);
        long end = end(position, targets);
        Set<Long> woken = new TreeSet<>();
        for (long seq = position + 1; seq <= end; seq++) {
            Event event = work.event(seq);
            Optional<PublicEvent> told = event == null || targets.isEmpty() ? Optional.empty() : told(event);
            if (told.isPresent() && event != null) {
                take(work, event, told.get(), targets, woken);
            }
        }
        long now = Micros.of(work.now());
        woken.forEach(no -> Pump.wake(work, no, now));
        FOLLOWER.move(work, end);
        return end;
    }

    private static void take(UnitOfWork work, Event event, PublicEvent told, List<Target> targets, Set<Long> woken) {
        boolean isWanted = false;
        for (Target target : targets) {
            if (target.wants(event.seq(), told)) {
                isWanted = true;
                if (enqueue(work, target, event.seq(), told) && target.isActive()) {
                    woken.add(target.no());
                }
            }
        }
        if (isWanted) {
            work.append(DeliveryTables.MESSAGE, MessageText.row(event, told));
        }
    }

    /** Whether it is due now, and not behind another. */
    private static boolean enqueue(UnitOfWork work, Target target, long seq, PublicEvent told) {
        DeliveryKey key = new DeliveryKey(target.no(), seq);
        long now = Micros.of(work.now());
        if (!target.takesEvents()) {
            work.append(DeliveryTables.DELIVERY, DeliveryRow.missed(key, now));
            return false;
        }
        Pump.count(work, target.no(), 1);
        if (!target.isFifo()) {
            work.append(DeliveryTables.DELIVERY, DeliveryRow.due(key, null, now));
            return true;
        }
        LaneKey laneKey = new LaneKey(target.no(), told.orderKey());
        LaneRow lane = work.get(DeliveryTables.LANE, laneKey);
        work.put(DeliveryTables.LANE, new LaneRow(laneKey, seq));
        if (lane == null) {
            work.insert(DeliveryTables.DELIVERY, DeliveryRow.due(key, told.orderKey(), now));
            return true;
        }
        DeliveryRow tail = work.get(DeliveryTables.DELIVERY, new DeliveryKey(target.no(), lane.tail()));
        if (tail == null) {
            throw new IllegalStateException("the last of an order key is gone: " + laneKey);
        }
        work.put(DeliveryTables.DELIVERY, tail.followedBy(seq));
        work.insert(DeliveryTables.DELIVERY, DeliveryRow.waiting(key, told.orderKey()));
        return false;
    }

    private static List<Target> targets(UnitOfWork work) {
        List<Target> targets = new ArrayList<>();
        for (long no : work.all(EndpointTables.NUMBERS)) {
            EndpointRow row = work.get(EndpointTables.ENDPOINT, no);
            if (row != null && row.status() != EndpointStatus.DELETED) {
                targets.add(Target.of(row));
            }
        }
        return targets;
    }

    private long end(long position, List<Target> targets) {
        int most = Math.min(MAX_EVENTS, MAX_DELIVERIES / Math.max(1, targets.size()));
        return Math.min(upTo, position + Math.max(1, most));
    }

    private record Target(long no, Endpoint endpoint) {
        static Target of(EndpointRow row) {
            return new Target(row.no(), EndpointText.endpoint(row));
        }

        boolean takesEvents() {
            return endpoint.status().takesEvents();
        }

        /** Whether what it is sent waits in order keys. */
        boolean isFifo() {
            return takesEvents() && endpoint.sending().ordering() == Ordering.FIFO;
        }

        boolean isActive() {
            return endpoint.status() == EndpointStatus.ACTIVE;
        }

        /** It gets what comes after its registration. */
        boolean wants(long seq, PublicEvent told) {
            return told.onlyEndpoint() != null
                    ? told.onlyEndpoint().equals(endpoint.id())
                    : seq > no && EventPatterns.match(endpoint.events(), told.type());
        }
    }
}
