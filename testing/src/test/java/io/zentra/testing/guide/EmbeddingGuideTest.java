package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.identity.TraceContext;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/embedding.md, as they stand there. */
class EmbeddingGuideTest {
    private final Actor service = Actor.service("svc_edge");
    private final Map<Long, String> view = new TreeMap<>();
    private final Map<String, String> headers =
            Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    @TempDir
    Path folder;

    @Test
    void joinsTheHost() throws Exception {
        DataSource database = Storage.sqlite(folder.resolve("shop.db")).open();
        try (ZentraRuntime zentra = listening(database)) {
            Workspace acme = open(zentra);
            makeOrders(database);
            order(zentra, database);
            trace(acme);
            zentra.runDueWork();

            assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(Money.parse("24.99 USD"));
            assertThat(view).hasSize((int) acme.journal().size()).containsValue("ledger.entry.created");
            Event last = acme.journal().event(acme.journal().size()).orElseThrow();
            assertThat(last.trace()).map(TraceContext::toString).contains(headers.get("traceparent"));
        } finally {
            ((AutoCloseable) database).close();
        }
    }

    @Test
    void runsOnTheThreadsOfTheHost() {
        ExecutorService threads = Executors.newCachedThreadPool(); // on a newer JDK, one of virtual threads
        ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .dueWorkExecutor(threads)
                .railExecutor(threads)
                .build();
        Workspace acme = open(zentra);
        acme.ledgers()
                .holds()
                .place(
                        PostingRequest.of("customer:42", "merchant:7", Money.parse("2.00 USD"), "hold-1"),
                        InstantSource.system().instant().plusMillis(50))
                .orElseThrow();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> acme.journal().after(0, 100).stream()
                        .anyMatch(event -> event.type().equals("hold.expired")));

        assertThat(((ThreadPoolExecutor) threads).getTaskCount()).isPositive();
        zentra.close();
        zentra.close();
        threads.shutdown();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("zentra-due-work") && thread.isAlive());
    }

    private ZentraRuntime listening(DataSource database) {
        ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.of(database, Dialect.SQLITE))
                .listener(
                        "order_view", (tenant, events) -> events.forEach(event -> view.put(event.seq(), event.type())))
                .dueWorkThreads(0)
                .build();
        return zentra;
    }

    private Workspace open(ZentraRuntime zentra) {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        Workspace acme = zentra.tenant("acme").as(service);
        Asset usd = Asset.iso("USD");
        acme.accounts().open(NewAccount.credit("customer:42", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", usd));
        return acme;
    }

    private static void makeOrders(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table shop_order (id text primary key)");
        }
    }

    private void order(ZentraRuntime zentra, DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement order = connection.prepareStatement("insert into shop_order (id) values (?)")) {
                order.setString(1, "order-1");
                order.executeUpdate();
            }
            zentra.on(connection)
                    .tenant("acme")
                    .as(service)
                    .ledgers()
                    .post("customer:42", "merchant:7", Money.parse("19.99 USD"), "order-1")
                    .orElseThrow();
            connection.commit(); // both, or none
        }
    }

    private void trace(Workspace acme) {
        TraceContext trace = TraceContext.read(headers.get("traceparent")).orElseThrow();
        acme.traced(trace)
                .ledgers()
                .post("customer:42", "merchant:7", Money.parse("5.00 USD"), "order-2")
                .orElseThrow();
    }
}
