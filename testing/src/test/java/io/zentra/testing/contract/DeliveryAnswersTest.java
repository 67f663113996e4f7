package io.zentra.testing.contract;

import static io.zentra.testing.contract.ScriptedServer.endless;
import static io.zentra.testing.contract.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zentra.core.identity.Actor;
import io.zentra.core.storage.Storage;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.contract.ScriptedServer.Script;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.DeliveryAttempt;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.HttpTransport;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Transport;
import io.zentra.webhooks.endpoint.EgressRules;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What real servers answer, or fail to answer, to an event: from their bytes to when it is tried again. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveryAnswersTest extends DeliveryDesk {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private ScriptedServer server;
    private ZentraRuntime node;

    @Override
    protected Storage storage() {
        return Storage.inMemory();
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
        EgressRules rules =
                EgressRules.standard().allowingHttp().withPorts(server.port()).allowingNetwork("127.0.0.0/8");
        node = node(DeliverySettings.builder()
                .jitterPercent(0)
                .sealedBy(keys())
                .rules(rules)
                .transport(HttpTransport.of(rules))
                .deadline(Duration.ofSeconds(1))
                .build());
    }

    @AfterEach
    void end() throws IOException {
        node.close();
        server.close();
    }

    private Workspace desk() {
        return node.tenant("acme").as(Actor.service("svc_edge"));
    }

    private Endpoint listening() {
        return desk().endpoints()
                .register(NewEndpoint.of("http://127.0.0.1:" + server.port() + "/hook", POSTED), newKey())
                .orElseThrow();
    }

    private void sendDue(Duration later) {
        clock().advance(later);
        node.runDueWork();
    }

    private DeliveryAttempt lastAttempt(Endpoint endpoint, long event) {
        List<DeliveryAttempt> attempts = desk().deliveries().attempts(endpoint.id(), event);
        return attempts.get(attempts.size() - 1);
    }

    private static String answer(String status, String... fields) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n"
                + String.join("", Stream.of(fields).map(field -> field + "\r\n").toList()) + "\r\n";
    }

    private static void stall(Socket socket, OutputStream out) {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        }
    }

    private static void drip(Socket socket, OutputStream out) throws IOException {
        text("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n").answer(socket, out);
        try {
            while (!NEVER.await(20, TimeUnit.MILLISECONDS)) {
                out.write('a');
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        }
    }

    private static void reset(Socket socket, OutputStream out) throws IOException {
        socket.setSoLinger(true, 0);
    }

    static Stream<Arguments> failures() {
        String here = "Location: /elsewhere";
        return Stream.of(
                failure("throttles for seconds", text(answer("429 Slow", "Retry-After: 3600")), "THROTTLED", 429, HOUR),
                failure(
                        "is down until a date",
                        text(answer("503 Down", "Retry-After: Sat, 21 Nov 2026 10:00:00 GMT")),
                        "THROTTLED",
                        503,
                        HOUR),
                failure("is down", text(answer("503 Down")), "THROTTLED", 503, FIRST_PAUSE),
                failure("redirects", text(answer("307 Elsewhere", here)), "REDIRECTED", 307, FIRST_PAUSE),
                failure("fails without end", endless("HTTP/1.1 500 No\r\n\r\n"), "FAILED", 500, FIRST_PAUSE),
                failure("has a field without end", endless("HTTP/1.1 200 OK\r\na: "), "UNANSWERED", null, FIRST_PAUSE),
                failure("stalls", DeliveryAnswersTest::stall, "UNANSWERED", null, FIRST_PAUSE),
                failure("drips", DeliveryAnswersTest::drip, "UNANSWERED", null, FIRST_PAUSE),
                failure("resets", DeliveryAnswersTest::reset, "UNANSWERED", null, FIRST_PAUSE),
                failure("speaks no HTTP", text("SSH-2.0-OpenSSH_9.2\r\n"), "UNANSWERED", null, FIRST_PAUSE));
    }

    private static Arguments failure(
            String name, Script script, String outcome, @Nullable Integer status, Duration pause) {
        return arguments(name, script, AttemptOutcome.valueOf(outcome), status, pause);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whatFailsIsTriedAgainInTimeAsTheSameMessage(
            String name, Script script, AttemptOutcome outcome, @Nullable Integer status, Duration pause) {
        Endpoint endpoint = listening();
        server.answers(script);
        long event = post();
        node.runDueWork();
        DeliveryAttempt attempt = lastAttempt(endpoint, event);
        assertThat(attempt.outcome()).isEqualTo(outcome);
        assertThat(attempt.status()).isEqualTo(status);
        assertThat(attempt.error() == null).isEqualTo(status != null);

        server.answers(text(answer("204 Taken")));
        sendDue(pause.minusMillis(1));
        assertThat(server.requests()).hasSize(1);
        sendDue(Duration.ofMillis(1));
        assertThat(delivery(endpoint, event).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(server.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request)
                        .startsWith("POST /hook HTTP/1.1\r\n")
                        .contains("webhook-id: " + delivery(endpoint, event).messageId() + "\r\n"));
    }

    @Test
    void aReceiverThatIsGoneIsDisabled() {
        Endpoint endpoint = listening();
        server.answers(text(answer("410 Gone")));
        post();
        node.runDueWork();
        post();
        sendDue(Duration.ofDays(1));

        Endpoint disabled = desk().endpoints().find(endpoint.id()).orElseThrow();
        assertThat(disabled.status()).isEqualTo(EndpointStatus.DISABLED);
        assertThat(disabled.reason()).isEqualTo("gone");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void anAnswerWithoutEndIsTakenByItsStatusAndKeptInPart() {
        Endpoint endpoint = listening();
        server.answers(endless("HTTP/1.1 200 OK\r\n\r\n"));
        long event = post();
        node.runDueWork();

        assertThat(delivery(endpoint, event).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(lastAttempt(endpoint, event).response()).hasSizeBetween(1, Transport.MAX_ANSWER_BYTES);
    }
}
