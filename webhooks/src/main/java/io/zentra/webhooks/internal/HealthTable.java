package io.zentra.webhooks.internal;

import static io.zentra.core.storage.Column.integer;

import io.zentra.core.storage.Column;
import io.zentra.core.storage.RowReader;
import io.zentra.core.storage.RowType;
import io.zentra.core.storage.RowWriter;
import io.zentra.webhooks.delivery.AttemptOutcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of how endpoints fare: who sends to them, whether they answer, and what came of it. Times in microseconds. */
public final class HealthTable {
    private static final List<String> FIRST_COLUMNS = List.of(
            "failures",
            "failing_since",
            "stopped_until",
            "pause",
            "latency",
            "holder",
            "wake_at",
            "next_at",
            "backlog",
            "parked",
            "delivered_at");

    /** Health by the number of the endpoint. */
    public static final RowType<Long, HealthRow> HEALTH = RowType.of("zentra_endpoint_health", HealthRow::no)
            .key(List.of(integer("endpoint")), (key, out) -> out.integer(key))
            .values(columns(), HealthTable::write)
            .read(HealthTable::read);

    private HealthTable() {}

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        FIRST_COLUMNS.forEach(name -> columns.add(integer(name)));
        for (AttemptOutcome outcome : AttemptOutcome.values()) {
            columns.add(integer(outcome.code()));
        }
        return columns;
    }

    private static void write(HealthRow row, RowWriter out) {
        out.integer(row.circuit().failures())
                .integerOrNull(row.circuit().failingSince())
                .integerOrNull(row.circuit().stoppedUntil())
                .integer(row.circuit().pause())
                .integer(row.circuit().latency())
                .integerOrNull(row.plan().holder())
                .integerOrNull(row.plan().wakeAt())
                .integer(row.plan().nextAt())
                .integer(row.tally().backlog())
                .integer(row.tally().parked())
                .integerOrNull(row.tally().deliveredAt());
        for (AttemptOutcome outcome : AttemptOutcome.values()) {
            out.integer(row.tally().attempts(outcome));
        }
    }

    private static HealthRow read(RowReader in) {
        long no = in.integer();
        Circuit circuit = new Circuit(in.integer(), in.integerOrNull(), in.integerOrNull(), in.integer(), in.integer());
        Plan plan = new Plan(in.integerOrNull(), in.integerOrNull(), in.integer());
        long backlog = in.integer();
        long parked = in.integer();
        Long deliveredAt = in.integerOrNull();
        Map<AttemptOutcome, Long> attempts = new EnumMap<>(AttemptOutcome.class);
        for (AttemptOutcome outcome : AttemptOutcome.values()) {
            attempts.put(outcome, in.integer());
        }
        return new HealthRow(no, circuit, plan, new Tally(backlog, parked, deliveredAt, attempts));
    }

    /** How an endpoint fares. */
    public record HealthRow(long no, Circuit circuit, Plan plan, Tally tally) {
        static HealthRow healthy(long no) {
            return new HealthRow(no, Circuit.CLOSED, Plan.FREE, Tally.none());
        }

        HealthRow with(Circuit other) {
            return new HealthRow(no, other, plan, tally);
        }

        HealthRow with(Plan other) {
            return new HealthRow(no, circuit, other, tally);
        }

        HealthRow with(Tally other) {
            return new HealthRow(no, circuit, plan, other);
        }
    }

    /**
     * Whether it answers, and how soon.
     *
     * @param failures attempts in a row that were no delivery
     * @param failingSince when the first of them was
     * @param stoppedUntil when one is tried again; null while all are
     * @param pause how long it was stopped last
     * @param latency how long attempts took of late
     */
    public record Circuit(
            long failures,
            @Nullable Long failingSince,
            @Nullable Long stoppedUntil,
            long pause,
            long latency) {
        static final Circuit CLOSED = new Circuit(0, null, null, 0, 0);

        private static final long SLOW = 1_000_000;
        private static final int WEIGHT = 4;

        /** Whether it would hold up others that are sent to by the same threads. */
        boolean isAiling() {
            return failures > 0 || latency > SLOW;
        }

        Circuit succeeded() {
            return new Circuit(0, null, null, 0, latency);
        }

        Circuit failed(long at) {
            return new Circuit(
                    failures + 1, failingSince == null ? (Long) at : failingSince, stoppedUntil, pause, latency);
        }

        Circuit stopped(long until, long newPause) {
            return new Circuit(failures, failingSince, until, newPause, latency);
        }

        /** The same after attempts that took so long on average. */
        Circuit took(long mean) {
            long usual = latency == 0 ? mean : latency + (mean - latency) / WEIGHT;
            return new Circuit(failures, failingSince, stoppedUntil, pause, usual);
        }
    }

    /**
     * Who sends to it, and when.
     *
     * @param holder the token of the lease under which it is sent to; null when nobody does
     * @param wakeAt when more falls due than the holder knows of
     * @param nextAt when its rate lets the next one go
     */
    public record Plan(@Nullable Long holder, @Nullable Long wakeAt, long nextAt) {
        static final Plan FREE = new Plan(null, null, 0);

        /** The same, held or free; who holds it looks at all that is due. */
        Plan heldBy(@Nullable Long token) {
            return new Plan(token, null, nextAt);
        }

        Plan wakeAt(long at) {
            return new Plan(holder, wakeAt == null ? at : Math.min(wakeAt, at), nextAt);
        }

        Plan nextAt(long at) {
            return new Plan(holder, wakeAt, at);
        }
    }

    /**
     * What came of it.
     *
     * @param backlog deliveries that have not ended
     * @param parked deliveries that wait for a person
     * @param deliveredAt when the last delivery was
     * @param attempts how many there were of each outcome
     */
    public record Tally(long backlog, long parked, @Nullable Long deliveredAt, Map<AttemptOutcome, Long> attempts) {
        static Tally none() {
            Map<AttemptOutcome, Long> attempts = new EnumMap<>(AttemptOutcome.class);
            for (AttemptOutcome outcome : AttemptOutcome.values()) {
                attempts.put(outcome, 0L);
            }
            return new Tally(0, 0, null, attempts);
        }

        long attempts(AttemptOutcome outcome) {
            return attempts.getOrDefault(outcome, 0L);
        }

        /** The same with deliveries that began, or ended when it is below zero. */
        Tally more(long deliveries) {
            return new Tally(backlog + deliveries, parked, deliveredAt, attempts);
        }

        /** The same with deliveries that were parked, or are no more when it is below zero. */
        Tally moreParked(long deliveries) {
            return new Tally(backlog, parked + deliveries, deliveredAt, attempts);
        }

        /** The same after an attempt. */
        Tally tried(AttemptOutcome outcome, long at) {
            Map<AttemptOutcome, Long> more = new EnumMap<>(attempts);
            more.merge(outcome, 1L, Long::sum);
            return new Tally(backlog, parked, outcome == AttemptOutcome.DELIVERED ? (Long) at : deliveredAt, more);
        }
    }
}
