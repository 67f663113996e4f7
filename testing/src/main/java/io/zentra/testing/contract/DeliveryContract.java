package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.DeliveryAttempt;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointHealth.Circuit;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.ReplayFilter;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.Sending.Poison;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries by a clock that is moved by hand: each event once an endpoint, tried again as the schedule says. */
public abstract class DeliveryContract extends DeliveryDesk {
    private static final List<Duration> SCHEDULE = DeliverySettings.STANDARD_SCHEDULE;

    /** For subclasses. */
    protected DeliveryContract() {}

    @Test
    void carriesTheTraceInWhichTheEventWasAskedFor() {
        registered(HOST);
        TraceContext trace = TraceContext.read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .orElseThrow();
        acme().traced(trace)
                .ledgers()
                .post("assets:bank", "customer:42", Money.ofMinor(1, USD), newKey())
                .orElseThrow();
        post();
        run();

        assertThat(receiver().received(HOST))
                .extracting(one -> one.headers().get("traceparent"))
                .containsExactly(trace.toString(), null);
    }

    @Test
    void sendsWhatCommittedOnceToEachEndpointThatWantsIt() {
        post();
        Endpoint one = registered(HOST);
        acme().endpoints()
                .register(NewEndpoint.of("https://other.example.com/", "transfer.*"), newKey())
                .orElseThrow();
        long seq = post();
        assertThat(acme().ledgers()
                        .post("customer:42", "assets:bank", Money.ofMinor(999_999, USD), newKey())
                        .isDeclined())
                .isTrue();
        run();
        run(Duration.ofDays(1));

        assertThat(sequences(HOST)).containsExactly(seq);
        assertThat(receiver().received(OTHER)).isEmpty();
        assertThat(delivery(one, seq).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(acme().deliveries().ofEvent(seq)).hasSize(1);
        assertThat(health(one).backlog()).isZero();
        assertThat(health(one).attempts(AttemptOutcome.DELIVERED)).isEqualTo(1);
    }

    /** What a host's mapping cannot take waits, and nothing is lost. */
    @Test
    void keepsEventsThatAMappingThrowsAtUntilItIsMended() {
        Endpoint endpoint = registered(HOST);
        long seq = post();
        DeliverySettings broken = settings(keys(), receiver())
                .mapping(event -> {
                    throw new IllegalStateException("a mapping is broken");
                })
                .build();
        try (ZentraRuntime node = node(broken)) {
            node.runDueWork();
        }
        assertThat(receiver().received()).isEmpty();
        assertThat(acme().deliveries().health().untaken()).isPositive();
        run();
        assertThat(delivery(endpoint, seq).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void triesAgainAsTheScheduleSaysWithOneIdThenParks() {
        Endpoint endpoint = registered(HOST);
        receiver().always(HOST, SandboxReceiver.status(500));
        long seq = post();
        List<Instant> expected = new ArrayList<>();
        Instant at = clock().instant();
        for (Duration pause : SCHEDULE) {
            at = at.plus(pause);
            expected.add(at);
            clock().set(at.minusMillis(1));
            run();
            clock().set(at);
            run();
        }
        run(Duration.ofDays(2));

        List<DeliveryAttempt> attempts = acme().deliveries().attempts(endpoint.id(), seq);
        assertThat(attempts.stream().map(DeliveryAttempt::at)).containsExactlyElementsOf(expected);
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.FAILED);
            assertThat(attempt.status()).isEqualTo(500);
        });
        assertThat(receiver().received(HOST).stream()
                        .map(SandboxReceiver.Received::id)
                        .distinct())
                .hasSize(1);
        assertThat(delivery(endpoint, seq).state()).isEqualTo(DeliveryState.PARKED);
        assertThat(acme().journal().after(0, 100).stream().map(Event::type)).contains("webhook.delivery.parked");
    }

    @ParameterizedTest
    @CsvSource({"429, 3600", "503, 'Sat, 21 Nov 2026 10:00:00 GMT'"})
    void waitsAsLongAsTheReceiverAsksWithAllOfItsEvents(int status, String retryAfter) {
        Endpoint endpoint = registered(HOST);
        receiver().next(HOST, SandboxReceiver.retryAfter(status, retryAfter));
        post();
        run();
        post();
        run(Duration.ofMinutes(59));
        assertThat(receiver().received(HOST)).hasSize(1);
        assertThat(health(endpoint).circuit()).isEqualTo(Circuit.OPEN);
        run(Duration.ofMinutes(1));

        assertThat(receiver().received(HOST)).hasSize(3);
        assertThat(health(endpoint).circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void disablesAnEndpointThatIsGoneAndTellsTheOthers() {
        Endpoint endpoint = registered(HOST);
        acme().endpoints()
                .register(NewEndpoint.of("https://other.example.com/", "webhook.endpoint.*"), newKey())
                .orElseThrow();
        receiver().next(HOST, SandboxReceiver.status(410));
        long seq = post();
        run();
        long missed = post();
        run(Duration.ofDays(1));

        assertThat(status(endpoint)).isEqualTo(EndpointStatus.DISABLED);
        assertThat(acme().endpoints().find(endpoint.id()).orElseThrow().reason())
                .isEqualTo("gone");
        assertThat(receiver().received(HOST)).hasSize(1);
        assertThat(receiver().received(OTHER).get(0).body()).contains("\"reason\":\"gone\"");
        acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
        run();
        assertThat(delivery(endpoint, seq).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(delivery(endpoint, missed).state()).isEqualTo(DeliveryState.MISSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 400, 404, 500, 100})
    void takesNothingButSuccessForDelivered(int status) {
        Endpoint endpoint = registered(HOST);
        receiver().next(HOST, SandboxReceiver.status(status));
        long seq = post();
        run();
        assertThat(delivery(endpoint, seq).state()).isEqualTo(DeliveryState.PENDING);
        run(Duration.ofSeconds(5));
        assertThat(delivery(endpoint, seq).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(delivery(endpoint, seq).attempts()).isEqualTo(2);
    }

    @Test
    void keepsTheBacklogOfAPausedEndpoint() {
        Endpoint endpoint = registered(HOST);
        acme().endpoints().pause(endpoint.id(), newKey()).orElseThrow();
        List<Long> posted = List.of(post(), post(), post());
        Instant oldest = clock().instant();
        run(Duration.ofSeconds(30));
        assertThat(receiver().received()).isEmpty();
        assertThat(health(endpoint).backlog()).isEqualTo(3);
        assertThat(health(endpoint).oldestUndelivered()).isEqualTo(oldest);

        acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
        run();
        assertThat(sequences(HOST)).containsExactlyInAnyOrderElementsOf(posted);
        assertThat(health(endpoint).backlog()).isZero();
        assertThat(health(endpoint).oldestUndelivered()).isNull();
    }

    @Test
    void keepsToTheRateOfAnEndpoint() {
        registered(HOST, Sending.standard().rates(10, 0));
        for (int i = 0; i < 25; i++) {
            post();
        }
        run();
        assertThat(receiver().received()).hasSizeBetween(9, 11);
        for (int i = 0; i < 4; i++) {
            run(Duration.ofMillis(500));
        }
        assertThat(receiver().received()).hasSize(25);
    }

    @Test
    void drainsABacklogAtItsRate() {
        Endpoint endpoint = registered(HOST, Sending.standard().rates(0, 10));
        acme().endpoints().pause(endpoint.id(), newKey()).orElseThrow();
        for (int i = 0; i < 40; i++) {
            post();
        }
        run(Duration.ofMinutes(5));
        acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
        run();
        assertThat(receiver().received()).hasSizeBetween(9, 11);
        run(Duration.ofSeconds(1));
        assertThat(receiver().received()).hasSizeBetween(18, 21);
        for (int i = 0; i < 8; i++) {
            run(Duration.ofMillis(500));
        }
        assertThat(receiver().received()).hasSize(40);
    }

    @Test
    void triesADeadEndpointWithOneEventUntilItAnswers() {
        Endpoint endpoint = registered(HOST, Sending.standard().concurrency(1));
        Endpoint healthy = registered(OTHER);
        receiver().always(HOST, SandboxReceiver.timeout());
        for (int i = 0; i < 20; i++) {
            post();
        }
        run();
        int before = receiver().received(HOST).size();
        assertThat(health(endpoint).circuit()).isEqualTo(Circuit.OPEN);
        assertThat(health(healthy).attempts(AttemptOutcome.DELIVERED)).isEqualTo(20);
        run(Duration.ofSeconds(31));
        assertThat(receiver().received(HOST)).hasSize(before + 1);
        run(Duration.ofSeconds(59));
        assertThat(receiver().received(HOST)).hasSize(before + 1);

        receiver().always(HOST, SandboxReceiver.status(204));
        run(Duration.ofSeconds(2));
        run(Duration.ofMinutes(10));
        assertThat(health(endpoint).circuit()).isEqualTo(Circuit.CLOSED);
        assertThat(health(endpoint).backlog()).isZero();
    }

    @Test
    void disablesAnEndpointThatFailsForDays() {
        Endpoint endpoint = registered(HOST, Sending.standard().onPoison(Poison.BLOCK));
        receiver().always(HOST, SandboxReceiver.status(500));
        post();
        for (int i = 0; i < 10 && status(endpoint) == EndpointStatus.ACTIVE; i++) {
            run(Duration.ofDays(1));
        }
        assertThat(acme().endpoints().find(endpoint.id()).orElseThrow().reason())
                .isEqualTo("failing");
        assertThat(health(endpoint).backlog()).isEqualTo(1);
    }

    @Test
    void keepsTheOrderOfEachKeyAndLetsOtherKeysGoOn() {
        Endpoint endpoint = registered(HOST, Sending.standard().fifo());
        receiver().next(HOST, SandboxReceiver.status(500));
        long first = post("order-1");
        long second = post("order-1");
        long other = post("order-2");
        run();
        assertThat(sequences(HOST)).containsExactlyInAnyOrder(first, other);
        long third = post("order-1");
        run();
        assertThat(delivery(endpoint, third).state()).isEqualTo(DeliveryState.WAITING);
        run(Duration.ofSeconds(5));

        List<Long> ofOrder =
                sequences(HOST).stream().filter(seq -> seq != other).toList();
        assertThat(ofOrder).containsExactly(first, first, second, third);
        assertThat(health(endpoint).backlog()).isZero();
        long later = post("order-1");
        run();
        assertThat(delivery(endpoint, later).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @ParameterizedTest
    @CsvSource({"SKIP, SKIPPED", "PARK, PARKED", "BLOCK, PENDING"})
    void doesWithAPoisonousEventWhatTheEndpointSays(Poison poison, DeliveryState state) {
        Endpoint endpoint = registered(HOST, Sending.standard().fifo().onPoison(poison));
        for (int i = 0; i < SCHEDULE.size(); i++) {
            receiver().next(HOST, SandboxReceiver.status(422));
        }
        long poisonous = post("order-1");
        long next = post("order-1");
        for (int i = 0; i < SCHEDULE.size(); i++) {
            run();
            clock().advance(SCHEDULE.get(Math.min(i + 1, 9)));
        }

        assertThat(delivery(endpoint, poisonous).state()).isEqualTo(state);
        assertThat(delivery(endpoint, next).state())
                .isEqualTo(poison == Poison.BLOCK ? DeliveryState.WAITING : DeliveryState.DELIVERED);
        List<SandboxReceiver.Received> all = receiver().received(HOST);
        SandboxReceiver.Received last = all.get(all.size() - 1);
        assertThat(last.headers().containsKey("zentra-skipped")).isEqualTo(poison == Poison.SKIP);
        if (poison == Poison.SKIP) {
            assertThat(last.headers())
                    .containsEntry("zentra-skipped", all.get(0).id());
        }
        run(Duration.ofDays(1));
        assertThat(delivery(endpoint, next).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void replaysOnlyWhatDidNotArriveUnlessItIsForced() {
        Endpoint endpoint = registered(HOST);
        long arrived = post();
        run();
        Instant since = clock().instant();
        receiver().always(HOST, SandboxReceiver.status(404));
        long parked = post();
        for (int i = 0; i < 11; i++) {
            run(Duration.ofHours(25));
        }
        receiver().always(HOST, SandboxReceiver.status(200));
        if (status(endpoint) == EndpointStatus.DISABLED) {
            acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
        }
        int before = receiver().received().size();

        assertThat(acme().deliveries()
                        .replay(endpoint.id(), arrived, false, newKey())
                        .orElseThrow())
                .isZero();
        assertThat(acme().deliveries()
                        .replay(endpoint.id(), ReplayFilter.failedSince(since), "failed")
                        .orElseThrow())
                .isEqualTo(1);
        run();
        assertThat(acme().deliveries()
                        .replay(endpoint.id(), ReplayFilter.failedSince(since), "failed")
                        .isReplay())
                .isTrue();
        assertThat(delivery(endpoint, parked).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(receiver().received()).hasSize(before + 1);
        assertThat(acme().deliveries()
                        .replay(endpoint.id(), ReplayFilter.failedSince(since).forced(), newKey())
                        .orElseThrow())
                .isEqualTo(2);
        run();
        assertThat(receiver().received()).hasSize(before + 3);
        assertThat(acme().deliveries().replay(endpoint.id(), 1, false, newKey()).isDeclined())
                .isTrue();
        assertThat(health(endpoint).backlog()).isZero();
    }

    @Test
    void sendsATestToOneEndpointWhateverTypesItGets() {
        Endpoint endpoint = registered(HOST);
        registered(OTHER);
        long seq = acme().deliveries().test(endpoint.id(), "try").orElseThrow();
        assertThat(acme().deliveries().test(endpoint.id(), "try").orElseThrow()).isEqualTo(seq);
        run();
        assertThat(sequences(HOST)).containsExactly(seq);
        assertThat(receiver().received(OTHER)).isEmpty();
    }

    /** A node that was too slow records what it learned, and decides nothing. */
    @Test
    void letsAnotherNodeTakeOverAndKeepsWhatTheSlowOneLearned() {
        Endpoint endpoint = registered(HOST);
        long seq = post();
        AtomicBoolean isFirst = new AtomicBoolean(true);
        receiver().next(HOST, SandboxReceiver.status(500), SandboxReceiver.status(200));
        try (ZentraRuntime second = second()) {
            receiver().onReceived(one -> {
                if (isFirst.getAndSet(false)) {
                    clock().advance(Duration.ofMinutes(2));
                    second.runDueWork();
                }
            });
            run();
        }

        assertThat(sequences(HOST)).containsExactly(seq, seq);
        assertThat(delivery(endpoint, seq).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(acme().deliveries().attempts(endpoint.id(), seq).stream().map(DeliveryAttempt::outcome))
                .containsExactly(AttemptOutcome.DELIVERED, AttemptOutcome.FAILED);
        run(Duration.ofDays(1));
        assertThat(receiver().received()).hasSize(2);
        assertThat(health(endpoint).backlog()).isZero();
    }

    /** Events are taken by whoever looks first. */
    @Test
    void sharesTheWorkOfManyNodes() throws Exception {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            endpoints.add(registered("hooks-" + i + ".example.com"));
        }
        for (int i = 0; i < 20; i++) {
            post();
        }
        try (ZentraRuntime second = second()) {
            Thread beside = new Thread(second::runDueWork);
            beside.start();
            run();
            beside.join();
            second.runDueWork();
            run();
        }
        for (int i = 0; i < 6; i++) {
            assertThat(sequences("hooks-" + i + ".example.com"))
                    .doesNotHaveDuplicates()
                    .hasSize(20);
            assertThat(health(endpoints.get(i)).backlog()).isZero();
        }
    }

    @Test
    void knowsAnotherTenantsEndpointsAndDeliveriesAsAbsent() {
        Endpoint endpoint = registered(HOST);
        long seq = post();
        run();
        zentra().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        Workspace other = zentra().tenant("other").as(Actor.service("svc_edge"));

        assertThat(other.endpoints().find(endpoint.id())).isEmpty();
        assertThat(other.endpoints().list("", 10)).isEmpty();
        assertThat(other.deliveries().ofEvent(seq)).isEmpty();
        assertThat(other.endpoints().pause(endpoint.id(), "k").isDeclined()).isTrue();
    }
}
