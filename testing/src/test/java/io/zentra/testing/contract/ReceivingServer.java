package io.zentra.testing.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A real server on the loopback that keeps what it gets; what it answers is its test's matter. Thread-safe. */
final class ReceivingServer implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Answer answer;

    /** What is answered to a message. */
    interface Answer {
        /** The status. */
        int to(Received message) throws IOException;
    }

    /** A message. */
    record Received(String path, Map<String, String> headers, String body) {
        String id() {
            return headers.getOrDefault("webhook-id", "");
        }

        /** The sequence of its event. */
        long event() {
            return Long.parseLong(id().substring(id().lastIndexOf('_') + 1));
        }
    }

    ReceivingServer(Answer answer) throws IOException {
        this(HttpServer.create(anyPort(), BACKLOG), answer);
    }

    /** A server that speaks TLS. */
    static ReceivingServer withTls(SSLContext tls, Answer answer) throws IOException {
        return secured(new HttpsConfigurator(tls), answer);
    }

    /** The same, which takes messages only from whom it knows. */
    static ReceivingServer askingForCertificates(SSLContext tls, Answer answer) throws IOException {
        return secured(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters asking = getSSLContext().getDefaultSSLParameters();
                        asking.setNeedClientAuth(true);
                        parameters.setSSLParameters(asking);
                    }
                },
                answer);
    }

    private static ReceivingServer secured(HttpsConfigurator configurator, Answer answer) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), BACKLOG);
        server.setHttpsConfigurator(configurator);
        return new ReceivingServer(server, answer);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private ReceivingServer(HttpServer server, Answer answer) {
        this.answer = answer;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<Received> received(String path) {
        return received.stream().filter(one -> one.path().equals(path)).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Received message = new Received(exchange.getRequestURI().getPath(), headers, body);
            received.add(message);
            exchange.sendResponseHeaders(answer.to(message), -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
