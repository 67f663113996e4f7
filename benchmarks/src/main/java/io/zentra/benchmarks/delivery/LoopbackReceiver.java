package io.zentra.benchmarks.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zentra.benchmarks.workload.Latencies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongUnaryOperator;

/** A server on the loopback that takes everything and counts it. Thread-safe. */
final class LoopbackReceiver implements AutoCloseable {
    private static final int THREADS = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final LongAdder received = new LongAdder();
    private final Latencies latencies = new Latencies();
    private volatile LongUnaryOperator nanosSince = event -> -1;

    LoopbackReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    long received() {
        return received.sum();
    }

    /** Measures from now on how long events took that this knows of; it answers -1 for others. */
    void measure(LongUnaryOperator sinceEvent) {
        nanosSince = sinceEvent;
    }

    long p99Micros() {
        synchronized (latencies) {
            return latencies.micros(990);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            long nanos = nanosSince.applyAsLong(Long.parseLong(id.substring(id.lastIndexOf('_') + 1)));
            if (nanos >= 0) {
                synchronized (latencies) {
                    latencies.add(nanos);
                }
            }
            received.increment();
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
