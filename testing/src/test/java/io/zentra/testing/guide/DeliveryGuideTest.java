package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxReceiver;
import io.zentra.testing.SettableClock;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliveryAttempt;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointHealth;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.EventMapping;
import io.zentra.webhooks.delivery.HttpTransport;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.PublicEvent;
import io.zentra.webhooks.delivery.ReplayFilter;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.Signatures;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.secret.LocalKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** The examples of docs/webhooks.md about events that leave. */
class DeliveryGuideTest {
    private final byte[] masterKey = "k".repeat(32).getBytes(StandardCharsets.US_ASCII);

    @Test
    void eventsLeaveForEndpoints() {
        SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
        SandboxReceiver receiver =
                SandboxReceiver.create().next("hooks.example.com", SandboxReceiver.retryAfter(503, "60"));
        DeliverySettings settings = DeliverySettings.builder()
                .sealedBy(LocalKeys.of("2026", masterKey))
                .transport(receiver)
                .build();
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .deliveries(settings)
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));

            Endpoint endpoint = acme.endpoints()
                    .register(
                            NewEndpoint.of("https://hooks.example.com/zentra", "transfer.*", "ledger.entry.created")
                                    .describedAs("the shop's order service")
                                    .header("x-shop", "7")
                                    .sending(Sending.standard().fifo().onPoison(Sending.Poison.SKIP)),
                            "endpoint-1")
                    .orElseThrow();
            List<String> forTheReceiver = acme.endpoints().secrets(endpoint.id()); // whsec_…
            assertThat(forTheReceiver).hasSize(1);

            long event = acme.deliveries().test(endpoint.id(), "test-1").orElseThrow();
            zentra.runDueWork();
            clock.advance(Duration.ofMinutes(1));
            zentra.runDueWork();

            Delivery delivery = acme.deliveries().ofEvent(event).get(0);
            List<DeliveryAttempt> attempts = acme.deliveries().attempts(endpoint.id(), event);
            EndpointHealth health = acme.deliveries().health(endpoint.id());
            assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(attempts)
                    .extracting(DeliveryAttempt::outcome)
                    .containsExactly(AttemptOutcome.THROTTLED, AttemptOutcome.DELIVERED);
            assertThat(health.backlog()).isZero();

            acme.endpoints()
                    .rotate(endpoint.id(), Signatures.BOTH, Duration.ofHours(24), "rotate-1")
                    .orElseThrow();
            acme.deliveries()
                    .replay(
                            endpoint.id(),
                            ReplayFilter.failedSince(clock.instant().minus(Duration.ofDays(1))),
                            "again-1")
                    .orElseThrow();
            acme.deliveries()
                    .replay(endpoint.id(), event, true, "again-2") // one event, though it arrived
                    .orElseThrow();
            zentra.runDueWork();
            assertThat(receiver.received()).hasSize(3);
            missedEventsAreSentWhenSomebodySaysSo(acme, endpoint, clock.instant());
        }
    }

    private static void missedEventsAreSentWhenSomebodySaysSo(Workspace acme, Endpoint endpoint, Instant disabledAt) {
        acme.endpoints()
                .disable(endpoint.id(), "the shop is closed", "disable-1")
                .orElseThrow();

        acme.endpoints().resume(endpoint.id(), "resume-1").orElseThrow();
        acme.deliveries()
                .replay(endpoint.id(), ReplayFilter.failedSince(disabledAt), "missed-1") // up to 10,000; again for more
                .orElseThrow();

        assertThat(acme.endpoints().find(endpoint.id()).orElseThrow().status()).isEqualTo(EndpointStatus.ACTIVE);
    }

    @Test
    void theRuntimeIsToldHowTheyLeave() throws Exception {
        EgressRules rules = EgressRules.standard();
        EventMapping mapping = event -> event.type().equals("transfer.settled")
                ? Optional.of(PublicEvent.of(
                        "transfer.settled",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("id", event.subject().orElse("")),
                        event.correlation().orElse("")))
                : Optional.empty();
        DeliverySettings settings = DeliverySettings.builder()
                .sealedBy(LocalKeys.of("2026", masterKey))
                .rules(rules)
                .transport(HttpTransport.of(rules))
                .mapping(mapping)
                .disableAfter(Duration.ofDays(5))
                .build();
        SSLContext companyTrust = SSLContext.getDefault();
        HttpTransport trusting = HttpTransport.of(rules, companyTrust);
        trusting.close();
        Map<AttemptOutcome, LongAdder> counters = new ConcurrentHashMap<>();
        DeliverySettings metered = DeliverySettings.builder()
                .metrics((tenant, endpoint, outcome, latency) -> counters.computeIfAbsent(
                                outcome, code -> new LongAdder())
                        .increment())
                .build();
        assertThat(metered.transport()).isNull();
        assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(15));
        ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .deliveries(settings)
                .build()
                .close();
    }
}
