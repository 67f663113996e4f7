package io.zentra.benchmarks.delivery;

import io.zentra.benchmarks.Benchmark;
import io.zentra.benchmarks.database.Database;
import io.zentra.benchmarks.database.Databases;
import io.zentra.benchmarks.writing.WritingOptions;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.HttpTransport;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.secret.LocalKeys;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Deliveries a second over real connections on the loopback, with everything durable: a backlog of one event for each of
 * eight endpoints is drained; then events come at half that rate, and each is timed from its commit to its receiver.
 */
public final class DeliveryBenchmark implements Benchmark {
    private static final int ENDPOINTS = 8;
    private static final int EVENTS_A_SECOND = 500;
    private static final int BULK = 1_000;
    private static final long GIVE_UP_NANOS = Duration.ofMinutes(3).toNanos();
    private static final Actor BENCH = Actor.service("bench");

    @Override
    public String name() {
        return "delivery";
    }

    @Override
    public String usage() {
        return "delivery measures signed deliveries to eight endpoints over HTTP; --seconds says how many thousands of"
                + " events are drained\n" + WritingOptions.USAGE;
    }

    @Override
    public void run(List<String> words, PrintStream out) throws Exception {
        WritingOptions options = WritingOptions.parse(words);
        try (LoopbackReceiver receiver = new LoopbackReceiver();
                Databases databases = options.databases(storage -> fill(storage, receiver))) {
            out.println(databases.description());
            try (Database database = databases.fresh()) {
                int events = (int) options.time().toSeconds() * EVENTS_A_SECOND;
                try (ZentraRuntime writer = runtime(database.storage(), receiver, 0)) {
                    post(writer, "backlog", events);
                }
                double drained;
                try (ZentraRuntime node = runtime(database.storage(), receiver, 1)) {
                    drained = drain(receiver, events);
                    steady(node, receiver, drained / ENDPOINTS / 2, options.time());
                }
                out.println(String.format(
                        Locale.ROOT,
                        "delivery storage=%s per_s=%d p99_ms=%.1f",
                        options.storageName(),
                        Math.round(drained),
                        receiver.p99Micros() / 1e3));
            }
        }
    }

    private static ZentraRuntime runtime(Storage storage, LoopbackReceiver receiver, int threads) {
        EgressRules rules =
                EgressRules.standard().allowingHttp().withPorts(receiver.port()).allowingNetwork("127.0.0.0/8");
        return ZentraRuntime.builder()
                .storage(storage)
                .dueWorkThreads(threads)
                .deliveries(DeliverySettings.builder()
                        .sealedBy(LocalKeys.of("bench", new byte[32]))
                        .rules(rules)
                        .transport(HttpTransport.of(rules))
                        .build())
                .build();
    }

    private static void fill(Storage storage, LoopbackReceiver receiver) {
        try (ZentraRuntime runtime = runtime(storage, receiver, 0)) {
            runtime.createTenant("acme", TenantConfig.standard(), BENCH);
            Workspace acme = runtime.tenant("acme").as(BENCH);
            acme.accounts().open(NewAccount.debit("bank", Asset.iso("USD")).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer", Asset.iso("USD")));
            for (int i = 0; i < ENDPOINTS; i++) {
                NewEndpoint endpoint =
                        NewEndpoint.of("http://127.0.0.1:" + receiver.port() + "/" + i, "ledger.entry.created");
                acme.endpoints()
                        .register(endpoint.sending(Sending.standard().rates(0, 0)), "endpoint-" + i)
                        .orElseThrow();
            }
        }
    }

    private static void post(ZentraRuntime runtime, String prefix, int events) {
        for (int from = 0; from < events; from += BULK) {
            runtime.tenant("acme")
                    .as(BENCH)
                    .ledgers()
                    .postAll(IntStream.range(from, Math.min(events, from + BULK))
                            .mapToObj(i -> request(prefix + i))
                            .toList())
                    .forEach(outcome -> outcome.orElseThrow());
        }
    }

    private static PostingRequest request(String key) {
        return PostingRequest.of("bank", "customer", Money.ofMinor(1, Asset.iso("USD")), key);
    }

    private static double drain(LoopbackReceiver receiver, int events) {
        long begun = System.nanoTime();
        long wanted = (long) events * ENDPOINTS;
        await(receiver, wanted);
        return wanted * 1e9 / (System.nanoTime() - begun);
    }

    /** One posting at a time, evenly; its event is the last of the journal when it was committed. */
    private static void steady(ZentraRuntime node, LoopbackReceiver receiver, double perSecond, Duration time) {
        Map<Long, Long> committed = new ConcurrentHashMap<>();
        receiver.measure(event -> {
            Long at = committed.get(event);
            return at == null ? -1 : System.nanoTime() - at;
        });
        long before = receiver.received();
        Workspace acme = node.tenant("acme").as(BENCH);
        long seq = acme.journal().size();
        long begun = System.nanoTime();
        int posts = (int) (perSecond * time.toSeconds());
        for (int i = 0; i < posts; i++) {
            long due = begun + (long) (i * 1e9 / perSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            committed.put(++seq, System.nanoTime()); // before its commit, so that no receiver is faster than this
            acme.ledgers().post(request("steady" + i)).orElseThrow();
        }
        await(receiver, before + (long) posts * ENDPOINTS);
    }

    private static void await(LoopbackReceiver receiver, long wanted) {
        long begun = System.nanoTime();
        while (receiver.received() < wanted) {
            if (System.nanoTime() - begun > GIVE_UP_NANOS) {
                throw new IllegalStateException(receiver.received() + " of " + wanted + " deliveries came");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
