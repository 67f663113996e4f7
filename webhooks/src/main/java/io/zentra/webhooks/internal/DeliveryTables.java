package io.zentra.webhooks.internal;

import static io.zentra.core.storage.Column.integer;
import static io.zentra.core.storage.Column.text;

import io.zentra.core.storage.Module;
import io.zentra.core.storage.RowType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of deliveries: what is to be sent, what was tried, and how endpoints fare. */
public final class DeliveryTables {
    /** What leaves, by the sequence of its event: the same for all endpoints and attempts. */
    public static final RowType<Long, MessageRow> MESSAGE = RowType.of("zentra_webhook_message", MessageRow::event)
            .key(List.of(integer("event")), (key, out) -> out.integer(key))
            .values(
                    List.of(text("type"), integer("at"), text("body"), text("trace")),
                    (row, out) -> out.text(row.type())
                            .integer(row.at())
                            .text(row.body())
                            .text(row.trace()))
            .read(in -> new MessageRow(in.integer(), in.text(), in.integer(), in.text(), in.textOrNull()));

    /** The last event that waits in each order key of an endpoint. */
    public static final RowType<LaneKey, LaneRow> LANE = RowType.of("zentra_delivery_lane", LaneRow::key)
            .key(
                    List.of(integer("endpoint"), text("lane")),
                    (key, out) -> out.integer(key.endpoint()).text(key.lane()))
            .values(List.of(integer("tail")), (row, out) -> out.integer(row.tail()))
            .read(in -> new LaneRow(new LaneKey(in.integer(), in.text()), in.integer()));

    /** Deliveries: one an endpoint and event. */
    public static final RowType<DeliveryKey, DeliveryRow> DELIVERY = RowType.of("zentra_delivery", DeliveryRow::key)
            .key(
                    List.of(integer("endpoint"), integer("event")),
                    (key, out) -> out.integer(key.endpoint()).integer(key.event()))
            .values(
                    List.of(
                            text("state"),
                            integer("tries"),
                            integer("step"),
                            integer("due_at"),
                            text("lane"),
                            integer("next_event"),
                            integer("skipped"),
                            integer("settled_at")),
                    (row, out) -> out.text(row.state())
                            .integer(row.tries())
                            .integer(row.step())
                            .integerOrNull(row.dueAt())
                            .text(row.lane())
                            .integerOrNull(row.next())
                            .integerOrNull(row.skipped())
                            .integerOrNull(row.settledAt()))
            .read(in -> new DeliveryRow(
                    new DeliveryKey(in.integer(), in.integer()),
                    in.text(),
                    in.integer(),
                    in.integer(),
                    in.integerOrNull(),
                    in.textOrNull(),
                    in.integerOrNull(),
                    in.integerOrNull(),
                    in.integerOrNull()));

    /** Attempts; never changed. */
    public static final RowType<AttemptKey, AttemptRow> ATTEMPT = RowType.of("zentra_delivery_attempt", AttemptRow::key)
            .key(
                    List.of(integer("endpoint"), integer("event"), integer("attempt")),
                    (key, out) ->
                            out.integer(key.endpoint()).integer(key.event()).integer(key.attempt()))
            .values(
                    List.of(
                            integer("at"),
                            integer("latency"),
                            text("outcome"),
                            integer("status"),
                            text("request"),
                            text("response"),
                            text("error")),
                    (row, out) -> out.integer(row.at())
                            .integer(row.latency())
                            .text(row.outcome())
                            .integerOrNull(row.status())
                            .text(row.request())
                            .text(row.response())
                            .text(row.error()))
            .read(in -> new AttemptRow(
                    new AttemptKey(in.integer(), in.integer(), in.integer()),
                    in.integer(),
                    in.integer(),
                    in.text(),
                    in.integerOrNull(),
                    in.text(),
                    in.textOrNull(),
                    in.textOrNull()));

    /** What the module keeps. */
    public static final Module MODULE = new Module(
            "webhooks",
            DeliveryTables.class,
            List.of("0001_webhooks.sql"),
            List.of(EndpointTables.ENDPOINT, EndpointTables.KEY, HealthTable.HEALTH, MESSAGE, LANE, DELIVERY, ATTEMPT));

    private DeliveryTables() {}

    /**
     * A message.
     *
     * @param type the event's, for outside
     * @param at its time in microseconds
     * @param body the whole body
     * @param trace the trace in which the event was asked for; null for none
     */
    public record MessageRow(
            long event,
            String type,
            long at,
            String body,
            @Nullable String trace) {}

    /** An order key of an endpoint. */
    public record LaneKey(long endpoint, String lane) {}

    /** The last event that waits in an order key. */
    public record LaneRow(LaneKey key, long tail) {}

    /** An event for an endpoint. */
    public record DeliveryKey(long endpoint, long event) {}

    /**
     * A delivery.
     *
     * @param tries how many attempts were made
     * @param step how far it is in the schedule
     * @param dueAt when it is tried next, in microseconds; null when it is not
     * @param lane its order key; null when it waits for no other
     * @param next the event that waits for this one
     * @param skipped the event before it in its order key that was given up
     * @param settledAt when it ended
     */
    public record DeliveryRow(
            DeliveryKey key,
            String state,
            long tries,
            long step,
            @Nullable Long dueAt,
            @Nullable String lane,
            @Nullable Long next,
            @Nullable Long skipped,
            @Nullable Long settledAt) {
        static final String PENDING = "pending";
        static final String WAITING = "waiting";
        static final String DELIVERED = "delivered";
        static final String PARKED = "parked";
        static final String SKIPPED = "skipped";
        static final String MISSED = "missed";

        static DeliveryRow due(DeliveryKey key, @Nullable String lane, long at) {
            return new DeliveryRow(key, PENDING, 0, 0, at, lane, null, null, null);
        }

        static DeliveryRow waiting(DeliveryKey key, String lane) {
            return new DeliveryRow(key, WAITING, 0, 0, null, lane, null, null, null);
        }

        /** One that is not sent unless it is replayed. */
        static DeliveryRow missed(DeliveryKey key, long at) {
            return new DeliveryRow(key, MISSED, 0, 0, null, null, null, null, at);
        }

        boolean isPending() {
            return state.equals(PENDING);
        }

        boolean isOpen() {
            return isPending() || state.equals(WAITING);
        }

        DeliveryRow tried() {
            return new DeliveryRow(key, state, tries + 1, step, dueAt, lane, next, skipped, settledAt);
        }

        /** The same, due at a time, at a step of the schedule. */
        DeliveryRow dueAt(long at, long nextStep) {
            return new DeliveryRow(key, PENDING, tries, nextStep, at, lane, next, skipped, null);
        }

        /** The same, at its end. */
        DeliveryRow ended(String as, long at) {
            return new DeliveryRow(key, as, tries, step, null, lane, null, skipped, at);
        }

        /** The same out of its order key: what is sent again later waits for nothing. */
        DeliveryRow alone() {
            return new DeliveryRow(key, state, tries, step, dueAt, null, null, skipped, settledAt);
        }

        DeliveryRow followedBy(long event) {
            return new DeliveryRow(key, state, tries, step, dueAt, lane, event, skipped, settledAt);
        }

        DeliveryRow afterSkipped(@Nullable Long event) {
            return new DeliveryRow(key, state, tries, step, dueAt, lane, next, event, settledAt);
        }
    }

    /** A try of a delivery, from 1. */
    public record AttemptKey(long endpoint, long event, long attempt) {}

    /**
     * An attempt.
     *
     * @param at when it began, in microseconds
     * @param latency how long it took, in microseconds
     * @param outcome its stable name
     * @param status the HTTP status; null when there was no answer
     * @param request the headers, one a line, secrets struck out
     * @param response the beginning of the answer
     * @param error why there was no answer
     */
    public record AttemptRow(
            AttemptKey key,
            long at,
            long latency,
            String outcome,
            @Nullable Long status,
            String request,
            @Nullable String response,
            @Nullable String error) {}
}
