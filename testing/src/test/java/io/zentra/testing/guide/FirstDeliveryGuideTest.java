package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.webhooks.CallbackHeaders;
import io.zentra.webhooks.CallbackMessage;
import io.zentra.webhooks.CallbackVerdict;
import io.zentra.webhooks.StandardWebhooks;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.HttpTransport;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.secret.LocalKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of docs/webhooks.md about a first message, to a receiver on the same machine. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstDeliveryGuideTest {
    private final byte[] masterKey = "k".repeat(32).getBytes(StandardCharsets.US_ASCII);
    private final InstantSource clock = InstantSource.system();
    private final BlockingQueue<Came> came = new LinkedBlockingQueue<>();
    private HttpServer server;

    /** A message as the receiver's own server gives it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Came(Map<String, List<String>> headers, byte[] body) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            came.add(new Came(
                    exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void aReceiverOnTheSameMachineGetsItsFirstMessage() throws Exception {
        Storage storage = Storage.inMemory();
        int port = server.getAddress().getPort();
        EgressRules local =
                EgressRules.standard().allowingHttp().withPorts(port).allowingNetwork("127.0.0.0/8");
        DeliverySettings settings = DeliverySettings.builder()
                .sealedBy(LocalKeys.of("2026", masterKey))
                .rules(local)
                .transport(HttpTransport.of(local))
                .build();
        ZentraRuntime zentra =
                ZentraRuntime.builder().storage(storage).deliveries(settings).build();
        try (zentra) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
            Endpoint endpoint = acme.endpoints()
                    .register(NewEndpoint.of("http://127.0.0.1:" + port + "/zentra", "transfer.*"), "endpoint-1")
                    .orElseThrow();

            long event = acme.deliveries().test(endpoint.id(), "test-1").orElseThrow();

            Came first = came.take();
            String secret = acme.endpoints().secrets(endpoint.id()).get(0);
            CallbackHeaders headers = CallbackHeaders.ofAll(first.headers());
            byte[] rawBody = first.body();
            CallbackVerdict verdict = StandardWebhooks.secret(secret)
                    .judge(CallbackMessage.of("POST", "/zentra", headers, rawBody), clock.instant());
            assertThat(verdict).isInstanceOf(CallbackVerdict.Verified.class);
            assertThat(new String(rawBody, StandardCharsets.UTF_8)).contains("\"type\":\"webhook.test\"");
            await().until(() -> acme.deliveries().ofEvent(event).get(0).state() == DeliveryState.DELIVERED);
        }
    }
}
