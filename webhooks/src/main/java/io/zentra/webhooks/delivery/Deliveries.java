package io.zentra.webhooks.delivery;

import io.zentra.core.Handle;
import io.zentra.core.commit.IdempotencyKey;
import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Identifier;
import io.zentra.core.identity.Permission;
import io.zentra.core.storage.Queries;
import io.zentra.webhooks.internal.DeliveryReading;
import io.zentra.webhooks.internal.ReplayDeliveries;
import io.zentra.webhooks.internal.SendTest;
import java.time.InstantSource;
import java.util.List;

/**
 * What became of a tenant's events at its endpoints, and sending them again. Thread-safe, unless its handle was made on a
 * connection.
 *
 * <pre>{@code
 * Deliveries deliveries = acme.deliveries();
 * deliveries.health(endpoint.id()).backlog();
 * deliveries.replay(endpoint.id(), ReplayFilter.failedSince(yesterday), "replay-1").orElseThrow();
 * }</pre>
 */
public final class Deliveries {
    /** The most deliveries of one answer. */
    public static final int MAX_PAGE = 1_000;

    /** The most deliveries of one replay; the rest is left for the next. */
    public static final int MAX_REPLAY = ReplayDeliveries.MAX;

    private final Handle handle;
    private final InstantSource clock;
    private final DeliveryReading reading;

    /** The deliveries of a handle. */
    public Deliveries(Handle handle, InstantSource clock) {
        this.handle = handle;
        this.clock = clock;
        this.reading = new DeliveryReading(handle.queries(), handle.tenantNo());
    }

    /** Where an event was sent, and what became of it: one delivery an endpoint. */
    public List<Delivery> ofEvent(long event) {
        handle.require(Permission.READ);
        return reading.ofEvent(event);
    }

    /**
     * Deliveries of an endpoint in the order of events, after the given one.
     *
     * @param limit 1 to {@value #MAX_PAGE}
     * @throws io.zentra.core.error.ZentraException {@code unknown_endpoint}
     */
    public List<Delivery> ofEndpoint(String endpoint, long afterEvent, int limit) {
        handle.require(Permission.READ);
        return reading.ofEndpoint(endpoint, afterEvent, Queries.requirePage("deliveries", limit, MAX_PAGE));
    }

    /** The attempts of a delivery, the first first; up to {@value #MAX_PAGE}. */
    public List<DeliveryAttempt> attempts(String endpoint, long event) {
        handle.require(Permission.READ);
        return reading.attempts(endpoint, event, MAX_PAGE);
    }

    /**
     * How an endpoint fares.
     *
     * @throws io.zentra.core.error.ZentraException {@code unknown_endpoint}
     */
    public EndpointHealth health(String endpoint) {
        handle.require(Permission.READ);
        return reading.health(endpoint, clock.instant());
    }

    /**
     * How all of the tenant's endpoints fare: what a dashboard shows, and an alarm is set on.
     *
     * <p>It reads each endpoint's row, and goes through what each still has to send.
     */
    public WebhookHealth health() {
        handle.require(Permission.READ);
        return reading.health(clock.instant());
    }

    /**
     * Sends one event to an endpoint again, unless it arrived.
     *
     * @param isForced also when it arrived
     * @return applied with how many are sent, 0 or 1; replayed; or declined with {@code unknown_endpoint}, {@code
     *     unknown_delivery} or {@code endpoint_state}
     * @throws io.zentra.core.error.ZentraException {@code permission_denied}, {@code idempotency_conflict}, or why it could
     *     not run
     */
    public Outcome<Integer> replay(String endpoint, long event, boolean isForced, String key) {
        handle.require(Permission.REPLAY_DELIVERIES);
        return handle.commits()
                .run(handle.access(), ReplayDeliveries.one(named(endpoint), event, isForced, IdempotencyKey.of(key)));
    }

    /**
     * Sends events to an endpoint again, the earliest first and {@link #MAX_REPLAY} at most.
     *
     * @return applied with how many are sent, replayed, or declined as above
     */
    public Outcome<Integer> replay(String endpoint, ReplayFilter filter, String key) {
        handle.require(Permission.REPLAY_DELIVERIES);
        List<Long> events = reading.matching(named(endpoint), filter, MAX_REPLAY);
        return handle.commits()
                .run(handle.access(), ReplayDeliveries.of(endpoint, events, filter, IdempotencyKey.of(key)));
    }

    /**
     * Sends an event of the type {@code webhook.test} to an endpoint, whatever types it gets.
     *
     * @return applied with the sequence of the event, replayed, or declined with {@code unknown_endpoint} or {@code
     *     endpoint_state}
     */
    public Outcome<Long> test(String endpoint, String key) {
        handle.require(Permission.REPLAY_DELIVERIES);
        return handle.commits().run(handle.access(), new SendTest(named(endpoint), IdempotencyKey.of(key)));
    }

    private static String named(String endpoint) {
        return Identifier.require("endpoint", endpoint);
    }
}
