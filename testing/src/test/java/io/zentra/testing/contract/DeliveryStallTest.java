package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.HttpTransport;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.secret.LocalKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** While a receiver on the other end of a real connection stalls, the database knows of no transaction of its sender. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveryStallTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Actor EDGE = Actor.service("svc_edge");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private interface Look {
        void look() throws SQLException;
    }

    @Test
    void noTransactionIsOpenOnPostgres() throws Exception {
        String url = Postgres.newSchema();
        String ofSender = "select count(*) from pg_stat_activity where application_name = 'stalled'";
        whileAReceiverStalls(Storage.postgres(url + "&ApplicationName=stalled", "postgres", "postgres"), () -> {
            try (Connection beside = DriverManager.getConnection(url, "postgres", "postgres")) {
                assertThat(number(beside, ofSender)).isPositive();
                await().atMost(LONGEST_WAIT).until(() -> number(beside, ofSender + " and xact_start is not null") == 0);
            }
        });
    }

    /** The log is only emptied when nobody reads a state before its end, and nobody writes. */
    @Test
    void noTransactionIsOpenOnSqlite() throws Exception {
        Path file = folder.resolve("zentra");
        whileAReceiverStalls(Storage.sqlite(file), () -> {
            try (Connection beside = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                await().atMost(LONGEST_WAIT).until(() -> number(beside, "pragma wal_checkpoint(truncate)") == 0);
            }
        });
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            assertThat(results.next()).isTrue();
            return results.getLong(1);
        }
    }

    private static void whileAReceiverStalls(Storage storage, Look look) throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        try (ReceivingServer server = new ReceivingServer(message -> {
                    awaitQuietly(answers);
                    return 204;
                });
                ZentraRuntime zentra = runtime(storage, server.port())) {
            Workspace acme = prepared(zentra, "acme");
            Workspace other = prepared(zentra, "other");
            acme.endpoints()
                    .register(NewEndpoint.of("http://127.0.0.1:" + server.port() + "/", "ledger.entry.created"), "one")
                    .orElseThrow();
            post(acme, "first");
            long event = acme.journal().size();
            CompletableFuture<Void> sender = CompletableFuture.runAsync(zentra::runDueWork);
            await().atMost(LONGEST_WAIT).until(() -> server.received().size() == 1);

            look.look();
            post(acme, "second");
            post(other, "second");
            assertThat(sender).isNotDone();
            answers.countDown();
            sender.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(acme.deliveries().ofEvent(event).get(0).state()).isEqualTo(DeliveryState.DELIVERED);
        } finally {
            answers.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server ends
        }
    }

    private static ZentraRuntime runtime(Storage storage, int port) {
        EgressRules rules =
                EgressRules.standard().allowingHttp().withPorts(port).allowingNetwork("127.0.0.0/8");
        DeliverySettings settings = DeliverySettings.builder()
                .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                .rules(rules)
                .transport(HttpTransport.of(rules))
                .deadline(Duration.ofSeconds(30))
                .build();
        return ZentraRuntime.builder()
                .storage(storage)
                .deliveries(settings)
                .dueWorkThreads(0)
                .build();
    }

    private static Workspace prepared(ZentraRuntime zentra, String tenant) {
        zentra.createTenant(tenant, TenantConfig.standard(), EDGE);
        Workspace workspace = zentra.tenant(tenant).as(EDGE);
        workspace.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
        workspace.accounts().open(NewAccount.credit("customer", USD));
        return workspace;
    }

    private static void post(Workspace workspace, String key) {
        workspace.ledgers().post("bank", "customer", Money.ofMinor(1, USD), key).orElseThrow();
    }
}
