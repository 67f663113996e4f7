package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliveryAttempt;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.Transport;
import io.zentra.webhooks.delivery.WebhookHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What is kept of deliveries, for how long, and what is told of all of them. */
public abstract class UpkeepContract extends DeliveryDesk {
    private static final Duration KEPT = Duration.ofDays(90);

    /** For subclasses. */
    protected UpkeepContract() {}

    private List<Delivery> deliveries(Endpoint endpoint) {
        return acme().deliveries().ofEndpoint(endpoint.id(), 0, 1_000);
    }

    @Test
    void takesAwayWhatArrivedLongAgoAndKeepsWhatDidNot() {
        Endpoint well = registered(HOST);
        Endpoint parking = registered(OTHER);
        Endpoint skipping =
                registered("skipping.example.com", Sending.standard().fifo().onPoison(Sending.Poison.SKIP));
        Endpoint paused = registered("paused.example.com");
        Endpoint deleted = registered("deleted.example.com", Sending.standard().fifo());
        Endpoint disabled = registered("disabled.example.com");
        acme().endpoints().disable(disabled.id(), "moved away", newKey()).orElseThrow();
        receiver().always(OTHER, SandboxReceiver.status(404));
        receiver().always("skipping.example.com", SandboxReceiver.status(404));
        acme().endpoints().pause(paused.id(), newKey()).orElseThrow();
        acme().endpoints().pause(deleted.id(), newKey()).orElseThrow();
        long old = post("order-1");
        long alsoOld = post("order-2");
        DeliverySettings.STANDARD_SCHEDULE.forEach(this::run);
        acme().endpoints().delete(deleted.id(), newKey()).orElseThrow();
        receiver().always(OTHER, SandboxReceiver.status(200));
        receiver().always("skipping.example.com", SandboxReceiver.status(200));
        clock().advance(KEPT.minus(Duration.ofDays(4)));
        long fresh = post();
        run();
        assertThat(deliveries(well)).extracting(Delivery::event).containsExactly(old, alsoOld, fresh);
        run(Duration.ofDays(2));

        assertThat(deliveries(well)).extracting(Delivery::event).containsExactly(fresh);
        assertThat(acme().deliveries().attempts(well.id(), old)).isEmpty();
        assertThat(deliveries(skipping)).extracting(Delivery::event).containsExactly(fresh);
        assertThat(deliveries(deleted)).isEmpty();
        assertThat(deliveries(disabled)).extracting(Delivery::event).containsExactly(fresh);
        assertThat(deliveries(disabled)).extracting(Delivery::state).containsExactly(DeliveryState.MISSED);
        assertThat(acme().deliveries().health(deleted.id()).backlog()).isZero();
        assertThat(deliveries(paused)).extracting(Delivery::event).containsExactly(old, alsoOld, fresh);
        assertThat(deliveries(parking))
                .extracting(Delivery::state)
                .containsExactly(DeliveryState.PARKED, DeliveryState.PARKED, DeliveryState.DELIVERED);
        assertThat(acme().deliveries().attempts(parking.id(), old)).hasSize(10);

        acme().deliveries().replay(parking.id(), old, false, newKey()).orElseThrow();
        acme().endpoints().resume(paused.id(), newKey()).orElseThrow();
        run();
        run(Duration.ofDays(1));
        assertThat(sequences("paused.example.com")).containsExactlyInAnyOrder(old, alsoOld, fresh);
        assertThat(deliveries(paused)).extracting(Delivery::event).containsExactly(fresh);
        assertThat(deliveries(parking)).extracting(Delivery::event).containsExactly(alsoOld, fresh);
    }

    @Test
    void tellsHowManyWaitForAPerson() {
        Endpoint endpoint = registered(HOST);
        Endpoint skipping = registered(OTHER, Sending.standard().onPoison(Sending.Poison.SKIP));
        receiver().always(HOST, SandboxReceiver.status(404));
        receiver().always(OTHER, SandboxReceiver.status(404));
        long first = post();
        post();
        DeliverySettings.STANDARD_SCHEDULE.forEach(this::run);
        assertThat(health(endpoint).parked()).isEqualTo(2);
        assertThat(health(endpoint).backlog()).isZero();
        assertThat(health(skipping).parked()).isZero();
        assertThat(acme().deliveries().health().parked()).isEqualTo(2);
        receiver().next(HOST, SandboxReceiver.status(200));
        post();
        run();

        acme().deliveries().replay(endpoint.id(), first, false, newKey()).orElseThrow();
        assertThat(health(endpoint).parked()).isEqualTo(1);
        assertThat(health(endpoint).backlog()).isEqualTo(1);
        DeliverySettings.STANDARD_SCHEDULE.forEach(this::run);
        assertThat(health(endpoint).parked()).isEqualTo(2);

        acme().endpoints().delete(endpoint.id(), newKey()).orElseThrow();
        assertThat(acme().deliveries().health().parked()).isZero();
        run(KEPT);
        run(Duration.ofDays(2));
        assertThat(deliveries(endpoint)).isEmpty();
        assertThat(health(endpoint).parked()).isZero();
    }

    @Test
    void keepsWhatWasSentAndAnsweredAtEachAttempt() {
        Endpoint endpoint = acme().endpoints()
                .register(NewEndpoint.of("https://hooks.example.com/", POSTED).header("x-token", "t0p"), newKey())
                .orElseThrow();
        receiver().next(HOST, new Transport.Reply.Answered(500, null, "no room"), SandboxReceiver.timeout());
        long seq = post();
        Instant first = clock().instant();
        run();
        run(Duration.ofSeconds(5));
        run(Duration.ofMinutes(5));

        List<DeliveryAttempt> attempts = acme().deliveries().attempts(endpoint.id(), seq);
        assertThat(attempts).extracting(DeliveryAttempt::number).containsExactly(1L, 2L, 3L);
        assertThat(attempts.get(0).at()).isEqualTo(first);
        assertThat(attempts.get(0).status()).isEqualTo(500);
        assertThat(attempts.get(0).response()).isEqualTo("no room");
        assertThat(attempts.get(1).status()).isNull();
        assertThat(attempts.get(1).error()).startsWith("deadline: ");
        assertThat(attempts.get(2).outcome()).isEqualTo(AttemptOutcome.DELIVERED);
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.latency().isNegative()).isFalse();
            assertThat(attempt.request())
                    .contains("webhook-id: " + deliveries(endpoint).get(0).messageId())
                    .contains("webhook-signature: v1,")
                    .contains("x-token: ***")
                    .doesNotContain("t0p");
        });
    }

    @Test
    void tellsOfAllEndpointsAtOnce() {
        Endpoint well = registered(HOST);
        Endpoint down = registered(OTHER, Sending.standard().concurrency(1));
        Endpoint deleted = registered("deleted.example.com");
        acme().endpoints().delete(deleted.id(), newKey()).orElseThrow();
        receiver().always(OTHER, SandboxReceiver.timeout());
        Instant oldest = clock().instant();
        for (int i = 0; i < 7; i++) {
            post();
            clock().advance(Duration.ofSeconds(1));
        }
        assertThat(acme().deliveries().health().untaken()).isGreaterThanOrEqualTo(7);
        run();

        WebhookHealth health = acme().deliveries().health();
        assertThat(health.at()).isEqualTo(clock().instant());
        assertThat(health.untaken()).isZero();
        assertThat(health.backlog()).isEqualTo(7);
        assertThat(health.oldestUndelivered()).isEqualTo(oldest);
        assertThat(health.endpoints()).isEqualTo(Map.of(EndpointStatus.ACTIVE, 2L, EndpointStatus.DELETED, 1L));
        assertThat(health.ailing()).isEqualTo(1);
        assertThat(health.attempts(AttemptOutcome.DELIVERED)).isEqualTo(7);
        assertThat(health.attempts(AttemptOutcome.UNANSWERED))
                .isEqualTo(acme().deliveries().health(down.id()).attempts(AttemptOutcome.UNANSWERED))
                .isGreaterThanOrEqualTo(5);
        assertThat(acme().deliveries().health(well.id()).attempts(AttemptOutcome.UNANSWERED))
                .isZero();
    }

    @Test
    void tellsTheHostsMetersOfEachAttemptAndMindsNoDefectOfTheirs() {
        Map<AttemptOutcome, Integer> counted = new ConcurrentHashMap<>();
        Endpoint endpoint = registered(HOST);
        receiver().next(HOST, SandboxReceiver.status(503), SandboxReceiver.status(302));
        long seq = post();
        DeliverySettings metered = settings(keys(), receiver())
                .metrics((tenant, id, outcome, latency) -> {
                    assertThat(tenant.value()).isEqualTo("acme");
                    assertThat(id).isEqualTo(endpoint.id());
                    counted.merge(outcome, 1, Integer::sum);
                    throw new IllegalStateException("a meter is broken");
                })
                .build();
        try (ZentraRuntime node = node(metered)) {
            for (int i = 0; i < 3; i++) {
                node.runDueWork();
                clock().advance(Duration.ofMinutes(6));
            }
        }

        assertThat(counted)
                .isEqualTo(
                        Map.of(AttemptOutcome.THROTTLED, 1, AttemptOutcome.REDIRECTED, 1, AttemptOutcome.DELIVERED, 1));
        assertThat(acme().deliveries().attempts(endpoint.id(), seq)).hasSize(3);
    }
}
