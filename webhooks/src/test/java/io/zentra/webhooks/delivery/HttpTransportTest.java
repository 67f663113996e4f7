package io.zentra.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.webhooks.delivery.Transport.Reason;
import io.zentra.webhooks.delivery.Transport.Reply;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.endpoint.EndpointUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real connections to servers on the loopback that do what receivers do at their worst. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportTest {
    private static final Duration DEADLINE = Duration.ofMillis(600);
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private interface Conversation {
        void hold(Socket socket, OutputStream out) throws IOException;
    }

    /** A server that reads each request and then does what its conversation says. */
    private final class Server implements AutoCloseable {
        private final ServerSocket listening;
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final Conversation conversation;

        Server(Conversation conversation) {
            try {
                listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            this.conversation = conversation;
            run(this::accept);
            open.add(this);
        }

        private void run(Runnable work) {
            Thread thread = new Thread(work, "test-server");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    sockets.add(socket);
                    run(() -> serve(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                String request = request(socket.getInputStream());
                while (!request.isEmpty()) {
                    requests.add(request);
                    conversation.hold(socket, socket.getOutputStream());
                    request = request(socket.getInputStream());
                }
            } catch (IOException gone) {
                // the other side has gone, as some of these tests want
            }
        }

        private String request(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return "";
                }
                head.append((char) next);
            }
            String lower = head.toString().toLowerCase(Locale.ROOT);
            int at = lower.indexOf("content-length: ") + "content-length: ".length();
            int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
            return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static Conversation answering(String text) {
        return (socket, out) -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        };
    }

    private static EgressRules rules(Server server) {
        return rules(server.port());
    }

    private static EgressRules rules(int port) {
        return EgressRules.standard().allowingHttp().withPorts(port).allowingNetwork("127.0.0.0/8");
    }

    private HttpTransport transport(EgressRules rules) {
        HttpTransport transport = HttpTransport.of(rules);
        open.add(transport);
        return transport;
    }

    private static Transport.Message message(Server server, Duration deadline) {
        EndpointUrl url = EndpointUrl.parse("http://127.0.0.1:" + server.port() + "/hook?a=%5B1%5D", rules(server));
        return new Transport.Message(
                url, Map.of("webhook-id", "msg_1"), "{\"a\":1}".getBytes(StandardCharsets.UTF_8), deadline);
    }

    private Reply sent(Server server, Duration deadline) {
        return transport(rules(server)).send(message(server, deadline));
    }

    @Test
    void sendsOneRequestAndKeepsTheConnection() {
        Server server = new Server(answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nok"));
        HttpTransport transport = transport(rules(server));
        for (int i = 0; i < 3; i++) {
            assertThat(transport.send(message(server, PATIENT))).isEqualTo(new Reply.Answered(200, null, "ok"));
        }

        assertThat(server.sockets).hasSize(1);
        assertThat(server.requests)
                .hasSize(3)
                .allSatisfy(request -> assertThat(request)
                        .startsWith("POST /hook?a=%5B1%5D HTTP/1.1\r\n")
                        .contains("webhook-id: msg_1\r\n")
                        .endsWith("\r\n\r\n{\"a\":1}")
                        .doesNotContainIgnoringCase("cookie")
                        .doesNotContainIgnoringCase("accept-encoding"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"503 Unavailable", "429 Too Many Requests"})
    void sendsNothingTwiceWhateverTheReceiverAsks(String status) {
        Server server = new Server(answering("HTTP/1.1 " + status + "\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"));

        assertThat(sent(server, PATIENT))
                .isEqualTo(new Reply.Answered(Integer.parseInt(status.substring(0, 3)), "1", ""));
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        Server target = new Server(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        Server server = new Server(answering("HTTP/1.1 " + status + " Moved\r\nLocation: http://127.0.0.1:"
                + target.port() + "/\r\nContent-Length: 0\r\n\r\n"));

        assertThat(sent(server, PATIENT)).isEqualTo(new Reply.Answered(status, null, ""));
        assertThat(target.sockets).isEmpty();
    }

    @Test
    void endsAReceiverThatStallsAtTheDeadline() {
        Server server = new Server(
                (socket, out) -> LockSupport.parkNanos(Duration.ofSeconds(30).toNanos()));
        requireDeadline(server);
    }

    /** Each byte comes in time; all of them never do. */
    @Test
    void endsAReceiverThatDripsAtTheDeadline() {
        Server server = new Server((socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write('a');
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        requireDeadline(server);
    }

    /** What is sent fills the connection, and nobody takes it out. */
    @Test
    void endsAReceiverThatDoesNotReadAtTheDeadline() throws Exception {
        ServerSocket deaf = listening(50);
        EgressRules rules = rules(deaf.getLocalPort());
        EndpointUrl url = EndpointUrl.parse("http://127.0.0.1:" + deaf.getLocalPort() + "/", rules);
        requireDeadline(rules, new Transport.Message(url, Map.of(), new byte[20_000_000], DEADLINE));
    }

    @Test
    void endsAReceiverThatIsSilentAboutTlsAtTheDeadline() throws Exception {
        ServerSocket silent = listening(50);
        EgressRules rules = rules(silent.getLocalPort());
        EndpointUrl url = EndpointUrl.parse("https://127.0.0.1:" + silent.getLocalPort() + "/", rules);
        requireDeadline(rules, new Transport.Message(url, Map.of(), new byte[0], DEADLINE));
    }

    /** Its queue of connections is full, so that the next one is neither taken nor refused. */
    @Test
    void endsAReceiverThatDoesNotAnswerConnectionsAtTheDeadline() throws Exception {
        ServerSocket full = listening(1);
        for (int i = 0; i < 4; i++) {
            Socket waiting = new Socket();
            open.add(waiting);
            try {
                waiting.connect(full.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException queueIsFull) {
                break;
            }
        }
        EgressRules rules = rules(full.getLocalPort());
        EndpointUrl url = EndpointUrl.parse("http://127.0.0.1:" + full.getLocalPort() + "/", rules);
        requireDeadline(rules, new Transport.Message(url, Map.of(), new byte[0], DEADLINE));
    }

    /** A lookup cannot be told to end; who waits for it goes on at the deadline. */
    @Test
    void endsANameThatIsNotAnsweredAtTheDeadline() {
        Server server = new Server(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        EgressRules rules = rules(server);
        HttpTransport transport = new HttpTransport(rules, null, null, host -> {
            asked.incrementAndGet();
            awaitQuietly(answer);
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        open.add(transport);
        EndpointUrl url = EndpointUrl.parse("http://slow.example.com:" + server.port() + "/", rules);
        Transport.Message message = new Transport.Message(url, Map.of(), new byte[0], DEADLINE);
        for (int i = 0; i < 3; i++) {
            requireDeadline(transport, message);
        }
        assertThat(asked).as("threads that the name holds").hasValue(1);

        answer.countDown();
        assertThat(transport.send(new Transport.Message(url, Map.of(), new byte[0], PATIENT)))
                .isEqualTo(new Reply.Answered(200, null, ""));
    }

    @Test
    void letsFewNamesHang() {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        EgressRules rules = EgressRules.standard();
        HttpTransport transport = new HttpTransport(rules, null, null, host -> {
            asked.incrementAndGet();
            awaitQuietly(answer);
            throw new UnknownHostException(host);
        });
        open.add(transport);
        for (int i = 0; asked.get() < Lookups.MAX_UNDER_WAY; i++) {
            Duration shortly = Duration.ofMillis(50);
            transport.send(new Transport.Message(named(i, rules), Map.of(), new byte[0], shortly));
        }

        assertThat(transport.send(new Transport.Message(named(999, rules), Map.of(), new byte[0], PATIENT)))
                .isInstanceOfSatisfying(Reply.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo(Reason.NAME);
                    assertThat(failed.message()).contains("64 names are being looked up already");
                });
        answer.countDown();
    }

    private static EndpointUrl named(int number, EgressRules rules) {
        return EndpointUrl.parse("https://hangs-" + number + ".example.com/", rules);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the transport is closed
        }
    }

    private ServerSocket listening(int backlog) throws IOException {
        ServerSocket socket = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        open.add(socket);
        return socket;
    }

    private void requireDeadline(Server server) {
        requireDeadline(rules(server), message(server, DEADLINE));
    }

    private void requireDeadline(EgressRules rules, Transport.Message message) {
        requireDeadline(transport(rules), message);
    }

    private static void requireDeadline(HttpTransport transport, Transport.Message message) {
        long begun = System.nanoTime();
        Reply reply = transport.send(message);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.DEADLINE));
        assertThat(took).isBetween(DEADLINE, DEADLINE.plusSeconds(10));
    }

    @Test
    void readsOfAnEndlessAnswerNoMoreThanItKeeps() {
        byte[] block = "a".repeat(65_536).getBytes(StandardCharsets.UTF_8);
        Server server = new Server((socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(block);
            }
        });

        assertThat(sent(server, PATIENT)).isInstanceOfSatisfying(Reply.Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.body()).hasSize(Transport.MAX_ANSWER_BYTES);
        });
    }

    @Test
    void triesAConnectionThatIsResetOnlyOnce() {
        Server server = new Server((socket, out) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });

        assertThat(sent(server, PATIENT)).isInstanceOf(Reply.Failed.class);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void saysWhatIsNoHttp() {
        Server server = new Server(answering("SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n"));

        assertThat(sent(server, DEADLINE)).isInstanceOf(Reply.Failed.class);
    }

    @Test
    void connectsToNoAddressThatIsForbiddenWhateverItsNameSays() {
        Server server = new Server(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        EgressRules named =
                EgressRules.standard().allowingHttp().withPorts(server.port()).allowingHost("localhost");
        EndpointUrl byName = EndpointUrl.parse("http://localhost:" + server.port() + "/", named);
        HttpTransport transport = transport(named);

        assertThat(transport.send(new Transport.Message(byName, Map.of(), new byte[0], PATIENT)))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN));
        assertThat(transport.send(message(server, PATIENT)))
                .as("an address that other rules allowed")
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN));
        assertThat(server.sockets).isEmpty();
    }

    /** DNS rebinding: what was checked once says nothing about the next answer, and one bad address refuses all. */
    @Test
    void checksWhatANameAnswersAtEachConnection() throws Exception {
        Server server = new Server(answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        InetAddress allowed = InetAddress.getLoopbackAddress();
        InetAddress inside = InetAddress.getByName("10.0.0.1");
        List<InetAddress[]> answers = new ArrayList<>(
                List.of(new InetAddress[] {allowed}, new InetAddress[] {inside}, new InetAddress[] {allowed, inside}));
        EgressRules rules = rules(server);
        HttpTransport transport = new HttpTransport(rules, null, null, host -> answers.remove(0));
        open.add(transport);
        EndpointUrl url = EndpointUrl.parse("http://rebinds.example.com:" + server.port() + "/", rules);
        Transport.Message message = new Transport.Message(url, Map.of(), new byte[0], PATIENT);

        assertThat(transport.send(message)).isEqualTo(new Reply.Answered(200, null, ""));
        for (int i = 0; i < 2; i++) {
            assertThat(transport.send(message))
                    .isInstanceOfSatisfying(
                            Reply.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN));
        }
        assertThat(answers).isEmpty();
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        Server server = new Server(answering(""));
        server.close();

        assertThat(sent(server, PATIENT))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.CONNECTION));
    }

    @Test
    void goesThroughAProxyThatTheHostNames() {
        Server proxy = new Server(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        EgressRules rules = EgressRules.standard().allowingHttp().withPorts(80);
        HttpTransport transport = HttpTransport.through("127.0.0.1", proxy.port(), rules);
        open.add(transport);
        EndpointUrl url = EndpointUrl.parse("http://hooks.example.com/a", rules);

        assertThat(transport.send(new Transport.Message(url, Map.of(), new byte[0], PATIENT)))
                .isEqualTo(new Reply.Answered(200, null, ""));
        assertThat(proxy.requests.get(0)).startsWith("POST http://hooks.example.com");
    }
}
