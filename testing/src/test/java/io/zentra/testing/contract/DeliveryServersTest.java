package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Journal;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.contract.ReceivingServer.Received;
import io.zentra.webhooks.delivery.AttemptOutcome;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryWork;
import io.zentra.webhooks.delivery.HttpTransport;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.Transport;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.secret.LocalKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes on their own threads that send over real connections. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveryServersTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Actor EDGE = Actor.service("svc_edge");
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final int THREADS = 4;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private ReceivingServer server;

    @BeforeEach
    void listen() throws Exception {
        server = new ReceivingServer(this::answer);
    }

    @AfterEach
    void end() {
        ended.countDown();
        server.close();
    }

    private int answer(Received message) {
        if (message.path().startsWith("/stalls")) {
            awaitQuietly(ended);
        }
        if (message.path().startsWith("/slow")) {
            awaitQuietly(ended, Duration.ofSeconds(3));
        }
        if (message.path().equals("/counted")) {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            awaitQuietly(ended, Duration.ofMillis(50));
            atOnce.decrementAndGet();
        }
        return message.path().startsWith("/broken") ? 500 : 204;
    }

    private static void awaitQuietly(CountDownLatch latch, Duration most) {
        try {
            latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server ends
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        awaitQuietly(latch, Duration.ofMinutes(5));
    }

    private EgressRules rules() {
        return EgressRules.standard().allowingHttp().withPorts(server.port(), 1).allowingNetwork("127.0.0.0/8");
    }

    private ZentraRuntime node(Storage storage, Transport transport, int threads) {
        return ZentraRuntime.builder()
                .storage(storage)
                .deliveries(settings(transport))
                .dueWorkThreads(threads)
                .build();
    }

    private DeliverySettings settings(Transport transport) {
        return DeliverySettings.builder()
                .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                .rules(rules())
                .transport(transport)
                .deadline(DEADLINE)
                .threads(THREADS)
                .build();
    }

    private static Workspace prepared(ZentraRuntime zentra) {
        zentra.createTenant("acme", TenantConfig.standard(), EDGE);
        Workspace acme = zentra.tenant("acme").as(EDGE);
        acme.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer", USD));
        return acme;
    }

    private String register(Workspace acme, int port, String path) {
        return acme.endpoints()
                .register(
                        NewEndpoint.of("http://127.0.0.1:" + port + path, "ledger.entry.created")
                                .sending(Sending.standard().rates(0, 0)),
                        path)
                .orElseThrow()
                .id();
    }

    private static void post(Workspace acme, String prefix, int count) {
        acme.ledgers()
                .postAll(IntStream.range(0, count)
                        .mapToObj(i -> PostingRequest.of("bank", "customer", Money.ofMinor(1, USD), prefix + i))
                        .toList())
                .forEach(outcome -> outcome.orElseThrow());
    }

    /**
     * More endpoints stall, are slow, broken or not there than the node has threads. As soon as it knows them, the others get
     * what happens as if they were alone: long before one that stalls is given up.
     */
    @Test
    void theDeadAndTheSlowDoNotHoldUpTheOthers() {
        try (ZentraRuntime zentra = node(Storage.inMemory(), HttpTransport.of(rules()), 1)) {
            Workspace acme = prepared(zentra);
            List<String> stalling = new ArrayList<>();
            List<String> slow = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                stalling.add(register(acme, server.port(), "/stalls-" + i));
                slow.add(register(acme, server.port(), "/slow-" + i));
            }
            register(acme, server.port(), "/broken");
            register(acme, 1, "/nobody-listens");
            List<String> well = List.of("/well-0", "/well-1", "/well-2");
            well.forEach(path -> register(acme, server.port(), path));
            post(acme, "first-", 10);
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> stalling.stream().allMatch(id -> attempts(acme, id, AttemptOutcome.UNANSWERED) > 0)
                            && slow.stream().allMatch(id -> attempts(acme, id, AttemptOutcome.DELIVERED) > 0)
                            && well.stream().allMatch(path -> received(path) == 10));

            long begun = System.nanoTime();
            post(acme, "second-", 300);
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> well.stream().allMatch(path -> received(path) == 310));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DEADLINE);
            assertThat(acme.deliveries().health().backlog()).isGreaterThan(10);
        }
    }

    private static long attempts(Workspace acme, String endpoint, AttemptOutcome outcome) {
        return acme.deliveries().health(endpoint).attempts(outcome);
    }

    @Test
    void sendsAsManyAtOnceAsTheEndpointTakes() {
        try (ZentraRuntime zentra = node(Storage.inMemory(), HttpTransport.of(rules()), 1)) {
            Workspace acme = prepared(zentra);
            acme.endpoints()
                    .register(
                            NewEndpoint.of("http://127.0.0.1:" + server.port() + "/counted", "ledger.entry.created")
                                    .sending(Sending.standard().concurrency(3)),
                            "counted")
                    .orElseThrow();
            post(acme, "k", 60);
            await().atMost(Duration.ofMinutes(1)).until(() -> received("/counted") == 60);
        }
        assertThat(mostAtOnce).hasValue(3);
    }

    private int received(String path) {
        return server.received(path).size();
    }

    @Test
    void twoNodesShareTheWorkAndEachEventArrivesOnce() {
        Storage storage = Storage.postgres(Postgres.newSchema(), "postgres", "postgres");
        List<String> paths = IntStream.range(0, 8).mapToObj(i -> "/" + i).toList();
        try (ZentraRuntime setup = node(storage, HttpTransport.of(rules()), 0)) {
            Workspace acme = prepared(setup);
            paths.forEach(path -> register(acme, server.port(), path));
            post(acme, "k", 500);
        }
        List<Counting> sent = List.of(new Counting(HttpTransport.of(rules())), new Counting(HttpTransport.of(rules())));
        try (ZentraRuntime one = node(storage, sent.get(0), 1);
                ZentraRuntime other = node(storage, sent.get(1), 1)) {
            Workspace acme = one.tenant("acme").as(EDGE);
            for (int i = 0; sent.stream().anyMatch(node -> node.count.get() == 0); i++) {
                post(other.tenant("acme").as(EDGE), "more-" + i + "-", 20);
            }
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> acme.deliveries().health().untaken() == 0
                            && acme.deliveries().health().backlog() == 0);
            acme.verify().requireSound();
            long events = acme.journal().after(0, Journal.MAX_PAGE).stream()
                    .filter(event -> event.type().equals("ledger.entry.created"))
                    .count();
            assertThat(paths)
                    .allSatisfy(path -> assertThat(server.received(path))
                            .hasSize((int) events)
                            .extracting(Received::id)
                            .doesNotHaveDuplicates());
        }
        assertThat(sent).allSatisfy(node -> assertThat(node.count).hasPositiveValue());
    }

    /** Counts what one node sends. */
    private record Counting(Transport target, AtomicInteger count) implements Transport {
        Counting(Transport target) {
            this(target, new AtomicInteger());
        }

        @Override
        public Reply send(Message message) {
            count.incrementAndGet();
            return target.send(message);
        }

        @Override
        public void close() {
            target.close();
        }
    }

    @Test
    void leavesNoThreadWhenItIsClosed() {
        List<String> before = threads();
        for (int i = 0; i < 3; i++) {
            ZentraRuntime zentra = node(Storage.inMemory(), HttpTransport.of(rules()), 1);
            Workspace acme = prepared(zentra);
            register(acme, server.port(), "/well-" + i);
            post(acme, "k", 100);
            String path = "/well-" + i;
            await().atMost(Duration.ofMinutes(1)).until(() -> received(path) == 100);
            assertThat(threads()).anyMatch(name -> name.startsWith("zentra-webhooks-feed"));
            zentra.close();
            zentra.close();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> threads().equals(before));
    }

    @Test
    void startsOnceAndEndsOnceHoweverOftenItIsTold() {
        List<String> before = threads();
        ZentraCore.Settings of = ZentraCore.Settings.of(Storage.inMemory());
        try (ZentraCore core = ZentraCore.open(of, List.of(DeliveryWork.module()))) {
            DeliveryWork work = new DeliveryWork(core, settings(HttpTransport.of(rules())));
            work.start();
            work.start();
            assertThat(threads()).filteredOn("zentra-webhooks-feed"::equals).hasSize(1);
            work.close();
            work.close();
            work.start();
            assertThat(threads()).noneMatch("zentra-webhooks-feed"::equals);
            assertThat(work.runDue()).isZero();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> threads().equals(before));
    }

    private static List<String> threads() {
        List<String> names = new ArrayList<>();
        Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("zentra-"))
                .sorted()
                .forEach(names::add);
        return names;
    }
}
