package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliveryAttempt;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.HttpTransport;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Transport;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.secret.LocalKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints are who their certificates say, or nothing is sent to them; a host may say whom it trusts. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveryTlsTest {
    private static final Actor EDGE = Actor.service("svc_edge");

    @TempDir
    static Path folder;

    private static Certificates ofName;
    private static Certificates ofAddress;
    private static Certificates ofAnother;

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");

    @BeforeAll
    static void make() throws Exception {
        ofName = Certificates.make(folder, "dns:localhost");
        ofAddress = Certificates.make(folder, "ip:127.0.0.1");
        ofAnother = Certificates.make(folder, "dns:hooks.example.com");
    }

    private static EgressRules rules(ReceivingServer server) {
        return EgressRules.standard()
                .withPorts(server.port())
                .allowingHost("localhost")
                .allowingNetwork("127.0.0.0/8")
                .allowingNetwork("::1/128");
    }

    private ZentraRuntime node(Storage storage, ReceivingServer server, Transport transport) {
        DeliverySettings settings = DeliverySettings.builder()
                .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                .rules(rules(server))
                .transport(transport)
                .jitterPercent(0)
                .build();
        return ZentraRuntime.builder()
                .storage(storage)
                .clock(clock)
                .deliveries(settings)
                .dueWorkThreads(0)
                .build();
    }

    /** Sends a test to {@code https://} this host, and answers what became of it. */
    private static Sent sent(ZentraRuntime zentra, ReceivingServer server, String host) {
        zentra.createTenant("acme", TenantConfig.standard(), EDGE);
        Workspace acme = zentra.tenant("acme").as(EDGE);
        String id = acme.endpoints()
                .register(NewEndpoint.of("https://" + host + ":" + server.port() + "/", "*"), "endpoint")
                .orElseThrow()
                .id();
        long event = acme.deliveries().test(id, "test").orElseThrow();
        zentra.runDueWork();
        return Sent.of(acme, id, event);
    }

    private record Sent(String endpoint, long event, Delivery delivery, List<DeliveryAttempt> attempts) {
        static Sent of(Workspace acme, String endpoint, long event) {
            return new Sent(
                    endpoint,
                    event,
                    acme.deliveries().ofEvent(event).get(0),
                    acme.deliveries().attempts(endpoint, event));
        }

        void requireRefused(ReceivingServer server) {
            assertThat(server.received()).isEmpty();
            assertThat(delivery.state()).isEqualTo(DeliveryState.PENDING);
            assertThat(delivery.dueAt()).isNotNull();
            assertThat(attempts).hasSize(1);
            assertThat(attempts.get(0).outcome()).isEqualTo(AttemptOutcome.UNANSWERED);
            assertThat(attempts.get(0).status()).isNull();
            assertThat(attempts.get(0).error()).startsWith("connection: SSL");
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, true", "127.0.0.1, false"})
    void sendsToWhomATrustedCertificateNames(String host, boolean isName) throws Exception {
        Certificates own = isName ? ofName : ofAddress;
        try (ReceivingServer server = ReceivingServer.withTls(own.server(), message -> 204);
                ZentraRuntime zentra =
                        node(Storage.inMemory(), server, HttpTransport.of(rules(server), Certificates.trusting(own)))) {
            assertThat(sent(zentra, server, host).delivery().state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(server.received()).hasSize(1);
        }
    }

    /** An address is no name, and a name no address, though the one leads to the other. */
    @ParameterizedTest
    @CsvSource({"localhost, ANOTHER", "127.0.0.1, NAME", "localhost, ADDRESS"})
    void aCertificateThatDoesNotNameTheHostIsAFailedAttempt(String host, String named) throws Exception {
        Certificates other = switch (named) {
            case "ANOTHER" -> ofAnother;
            case "NAME" -> ofName;
            default -> ofAddress;
        };
        try (ReceivingServer server = ReceivingServer.withTls(other.server(), message -> 204);
                ZentraRuntime zentra = node(
                        Storage.inMemory(), server, HttpTransport.of(rules(server), Certificates.trusting(other)))) {
            sent(zentra, server, host).requireRefused(server);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsAFailedAttemptAndTriedAgain() throws Exception {
        Storage storage = Storage.sqlite(folder.resolve("untrusted"));
        try (ReceivingServer server = ReceivingServer.withTls(ofName.server(), message -> 204)) {
            Sent refused;
            try (ZentraRuntime usual = node(storage, server, HttpTransport.of(rules(server)))) {
                refused = sent(usual, server, "localhost");
                refused.requireRefused(server);
            }
            SSLContext trusting = Certificates.trusting(ofName);
            clock.advance(Duration.ofSeconds(5));
            try (ZentraRuntime mended = node(storage, server, HttpTransport.of(rules(server), trusting))) {
                mended.runDueWork();
                Sent delivered = Sent.of(mended.tenant("acme").as(EDGE), refused.endpoint(), refused.event());
                assertThat(delivered.delivery().state()).isEqualTo(DeliveryState.DELIVERED);
                assertThat(delivered.attempts()).hasSize(2);
                assertThat(server.received()).hasSize(1);
            }
        }
    }

    /** A receiver may ask for a certificate in turn. */
    @Test
    void showsTheCertificateThatTheHostGives() throws Exception {
        SSLContext asking = ofName.serverTrusting(ofAnother);
        try (ReceivingServer server = ReceivingServer.askingForCertificates(asking, message -> 204)) {
            try (ZentraRuntime nameless =
                    node(Storage.inMemory(), server, HttpTransport.of(rules(server), Certificates.trusting(ofName)))) {
                assertThat(sent(nameless, server, "localhost").delivery().state())
                        .isEqualTo(DeliveryState.PENDING);
                assertThat(server.received()).isEmpty();
            }
            SSLContext shown = ofAnother.serverTrusting(ofName);
            try (ZentraRuntime known = node(Storage.inMemory(), server, HttpTransport.of(rules(server), shown))) {
                assertThat(sent(known, server, "localhost").delivery().state()).isEqualTo(DeliveryState.DELIVERED);
            }
        }
    }
}
