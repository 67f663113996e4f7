package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointHealth;
import io.zentra.webhooks.delivery.EndpointHealth.Circuit;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.ReplayFilter;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.Sending.Ordering;
import io.zentra.webhooks.delivery.Sending.Poison;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of endpoints that fail, are paused or disabled: it outlives the process, and nothing is lost for them. */
public abstract class OutageContract extends DeliveryDesk {
    /** For subclasses. */
    protected OutageContract() {}

    @Test
    void knowsAfterARestartThatAnEndpointIsDownAndTriesItWithOneEvent() {
        Endpoint endpoint = registered(HOST, Sending.standard().concurrency(1));
        receiver().always(HOST, SandboxReceiver.timeout());
        for (int i = 0; i < 10; i++) {
            post();
        }
        run();
        EndpointHealth open = health(endpoint);
        assertThat(open.circuit()).isEqualTo(Circuit.OPEN);
        assertThat(open.failuresInRow()).isGreaterThanOrEqualTo(5);
        int sent = receiver().received().size();

        restart();
        assertThat(health(endpoint)).isEqualTo(open);
        Instant triedAgainAt = Objects.requireNonNull(open.triedAgainAt());
        clock().set(triedAgainAt.minusMillis(1));
        run();
        assertThat(receiver().received()).hasSize(sent);

        clock().set(triedAgainAt);
        restart();
        assertThat(health(endpoint).circuit()).isEqualTo(Circuit.HALF_OPEN);
        run();
        assertThat(receiver().received()).hasSize(sent + 1);
        restart();
        assertThat(health(endpoint).circuit()).isEqualTo(Circuit.OPEN);
        assertThat(health(endpoint).triedAgainAt())
                .as("twice as long as before")
                .isEqualTo(clock().instant().plusSeconds(60));
        assertThat(health(endpoint).failingSince()).isEqualTo(open.failingSince());

        receiver().always(HOST, SandboxReceiver.status(204));
        run(Duration.ofSeconds(60));
        run(Duration.ofMinutes(10));
        restart();
        assertThat(health(endpoint).circuit()).isEqualTo(Circuit.CLOSED);
        assertThat(health(endpoint).backlog()).isZero();
    }

    @Test
    void keepsThePauseAndItsBacklogOverRestarts() {
        Endpoint endpoint = registered(HOST, Sending.standard().fifo());
        long before = post("order-1");
        acme().endpoints().pause(endpoint.id(), newKey()).orElseThrow();
        restart();
        run(Duration.ofDays(1));
        long between = post("order-1");
        restart();
        run(Duration.ofDays(6));

        assertThat(receiver().received()).isEmpty();
        assertThat(status(endpoint)).isEqualTo(EndpointStatus.PAUSED);
        assertThat(health(endpoint).backlog()).isEqualTo(2);
        acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
        restart();
        run();
        assertThat(sequences(HOST)).containsExactly(before, between);
        assertThat(health(endpoint).backlog()).isZero();
    }

    /** For how long it failed is counted on, whichever process saw it. */
    @Test
    void disablesWhatFailedForDaysThoughEachProcessSawOneOfThem() {
        Endpoint endpoint = registered(HOST, Sending.standard().onPoison(Poison.BLOCK));
        receiver().always(HOST, SandboxReceiver.status(500));
        long failed = post();
        Instant began = clock().instant();
        run();
        while (status(endpoint) == EndpointStatus.ACTIVE) {
            assertThat(clock().instant()).isBefore(began.plus(Duration.ofDays(7)));
            restart();
            run(Duration.ofHours(12));
        }
        assertThat(clock().instant()).isAfterOrEqualTo(began.plus(Duration.ofDays(5)));

        restart();
        int sent = receiver().received().size();
        receiver().always(HOST, SandboxReceiver.status(200));
        run(Duration.ofDays(1));
        assertThat(status(endpoint)).isEqualTo(EndpointStatus.DISABLED);
        assertThat(receiver().received()).hasSize(sent);
        acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
        restart();
        run();
        assertThat(delivery(endpoint, failed).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void keepsWhatHappensWhileAnEndpointIsDisabledForAReplay(Ordering ordering) {
        Sending sending = ordering == Ordering.FIFO ? Sending.standard().fifo() : Sending.standard();
        Endpoint endpoint = registered(HOST, sending);
        Endpoint deleted = registered(OTHER);
        receiver().next(HOST, SandboxReceiver.status(500));
        acme().endpoints().delete(deleted.id(), newKey()).orElseThrow();
        long waits = post("order-1");
        run();
        acme().endpoints().disable(endpoint.id(), "moved away", newKey()).orElseThrow();
        Instant since = clock().instant().plusSeconds(1);
        run(Duration.ofSeconds(1));
        List<Long> missed = List.of(post("order-1"), post("order-1"), post("order-2"));
        run(Duration.ofDays(1));
        assertThat(sequences(HOST)).containsExactly(waits);
        assertThat(missed)
                .allSatisfy(seq -> assertThat(delivery(endpoint, seq).state()).isEqualTo(DeliveryState.MISSED))
                .allSatisfy(seq -> assertThat(acme().deliveries().ofEvent(seq)).hasSize(1));
        assertThat(health(endpoint).backlog()).as("what waited before").isEqualTo(1);

        restart();
        acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
        long after = post("order-1");
        run();
        assertThat(sequences(HOST)).containsExactlyInAnyOrder(waits, waits, after);
        ReplayFilter failed = ReplayFilter.failedSince(since);
        assertThat(replayed(endpoint, failed.events("transfer.*"))).isZero();
        assertThat(replayed(endpoint, ReplayFilter.failedSince(since.plusMillis(1))))
                .isZero();
        assertThat(replayed(endpoint, failed)).isEqualTo(3);
        run();
        assertThat(sequences(HOST)).hasSize(6).containsAll(missed);
        assertThat(missed)
                .allSatisfy(seq -> assertThat(delivery(endpoint, seq).state()).isEqualTo(DeliveryState.DELIVERED));
        assertThat(replayed(endpoint, failed)).isZero();
        assertThat(health(endpoint).backlog()).isZero();
    }

    private int replayed(Endpoint endpoint, ReplayFilter filter) {
        return acme().deliveries().replay(endpoint.id(), filter, newKey()).orElseThrow();
    }

    @Test
    void sendsOneMissedEventWhenItIsReplayed() {
        Endpoint endpoint = registered(HOST);
        acme().endpoints().disable(endpoint.id(), "moved away", newKey()).orElseThrow();
        long missed = post();
        run();
        acme().endpoints()
                .change(endpoint.id(), NewEndpoint.of("https://" + OTHER + "/", POSTED), newKey())
                .orElseThrow();
        assertThat(acme().deliveries()
                        .replay(endpoint.id(), missed, false, newKey())
                        .orElseThrow())
                .isEqualTo(1);
        run();
        assertThat(receiver().received()).as("it is disabled yet").isEmpty();

        acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
        run();
        assertThat(sequences(OTHER)).containsExactly(missed);
    }
}
