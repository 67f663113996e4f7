package io.zentra.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.contract.Answer;
import io.zentra.runtime.contract.Contract;
import io.zentra.runtime.contract.ContractVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The edge of an API over the runtime: who calls, for which tenant, and by which version of the contract is known before a body
 * is read; permission, rate limit and idempotency are checked by the call itself, before anything is decided. What it
 * serves is told by {@link ApiRoutes}. Run it, and post to it:
 *
 * <pre>{@code
 * curl -H 'Authorization: Bearer key_acme' localhost:8042/transfers -d '{"amount_minor": 125000, "currency": "USD",
 *   "source": "customer:42", "destination": "merchant:7", "idempotency_key": "transfer_key_042"}'
 * }</pre>
 */
public final class ApiEdge implements AutoCloseable {
    /** The header by which a client asks for another version than its own. */
    static final String VERSION_HEADER = "Zentra-Version";

    private static final int PORT = 8042;
    private static final int THREADS = 8;

    private final ZentraRuntime zentra;
    private final Map<String, Client> clients;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** Who may call with a key: for which tenant, as which actor, and by which version unless a request asks for another. */
    record Client(String tenant, Actor actor, ContractVersion version) {}

    /** Listens on this machine, on a port; 0 for any that is free. */
    ApiEdge(ZentraRuntime zentra, Map<String, Client> clients, int port) throws IOException {
        this.zentra = zentra;
        this.clients = Map.copyOf(clients);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Serves a runtime in memory until the process ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Client acme = new Client("acme", Actor.service("svc_edge"), ContractVersion.V2);
        try (IncidentStage stage = new IncidentStage();
                ApiEdge edge = new ApiEdge(stage.zentra(), Map.of("key_acme", acme), PORT)) {
            System.out.println("On port " + edge.port() + ": " + ApiRoutes.all());
            new CountDownLatch(1).await();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body();
            exchange.getResponseHeaders().set("Content-Type", Answer.CONTENT_TYPE);
            exchange.sendResponseHeaders(answer.httpStatus(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        Contract contract = Contract.of(ContractVersion.V2);
        try {
            Client client = client(exchange.getRequestHeaders().getFirst("Authorization"));
            contract = Contract.of(client.version());
            String asked = exchange.getRequestHeaders().getFirst(VERSION_HEADER);
            contract = asked == null ? contract : Contract.of(ContractVersion.of(asked));
            Workspace own = zentra.tenant(client.tenant()).as(client.actor()).askedIn(contract.version());
            String path = exchange.getRequestURI().getPath();
            return switch (exchange.getRequestMethod()) {
                case "GET" -> ApiRoutes.get(path, own, contract);
                case "POST" -> ApiRoutes.post(path, own, contract, body(exchange));
                default -> throw ApiRoutes.unknown();
            };
        } catch (ZentraException e) {
            return contract.error(e);
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        return exchange.getRequestBody().readNBytes(Contract.MAX_BODY_BYTES + 1); // one more is refused
    }

    private Client client(@Nullable String authorization) {
        Client client = authorization == null ? null : clients.get(authorization.replaceFirst("^Bearer ", ""));
        if (client == null) {
            throw ZentraException.of(
                    ErrorCode.PERMISSION_DENIED, "nobody calls with this key: send Authorization: Bearer and yours");
        }
        return client;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
