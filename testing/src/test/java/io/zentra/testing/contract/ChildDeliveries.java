package io.zentra.testing.contract;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Dialect;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.fault.Counted;
import io.zentra.testing.fault.Fault;
import io.zentra.testing.fault.FaultyDataSource;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.HttpTransport;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.WebhookHealth;
import io.zentra.webhooks.endpoint.EgressRules;
import io.zentra.webhooks.secret.LocalKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * The process that sends and is to die: a node on its own threads. It ends by itself when nothing is left to send.
 *
 * <p>Arguments: dialect, where the database is, the receiver's port, how many seconds its clock is ahead; and, when the
 * process ends by itself, the moment and the how manieth.
 */
final class ChildDeliveries {
    static final int ENDPOINTS = 3;
    private static final Asset USD = Asset.iso("USD");
    private static final Actor CHILD = Actor.service("svc_child");

    private ChildDeliveries() {}

    /** Runs until it is killed, or nothing is left. */
    public static void main(String[] arguments) {
        Dialect dialect = Dialect.valueOf(arguments[0]);
        FaultyDataSource source = FaultyDataSource.over(
                ChildRuntime.storage(dialect, arguments[1]).open(), Counted.ROUND_TRIPS);
        Duration ahead = Duration.ofSeconds(Long.parseLong(arguments[3]));
        InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
        if (arguments.length > 4) {
            source.arm(new Fault(
                    Fault.Kind.PROCESS_ENDS, Fault.Moment.valueOf(arguments[4]), Long.parseLong(arguments[5])));
        }
        try (ZentraRuntime zentra = open(Storage.of(source, dialect), Integer.parseInt(arguments[2]), clock, 1)) {
            while (!isDone(zentra)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    /** A node; with 0 threads nothing runs in it by itself. */
    static ZentraRuntime open(Storage storage, int port, InstantSource clock, int threads) {
        EgressRules rules =
                EgressRules.standard().allowingHttp().withPorts(port).allowingNetwork("127.0.0.0/8");
        return ZentraRuntime.builder()
                .storage(storage)
                .clock(clock)
                .deliveries(DeliverySettings.builder()
                        .sealedBy(LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII)))
                        .rules(rules)
                        .transport(HttpTransport.of(rules))
                        .build())
                .dueWorkThreads(threads)
                .build();
    }

    static Workspace acme(ZentraRuntime zentra) {
        return zentra.tenant("acme").as(CHILD);
    }

    /** Creates the tenant, its accounts and endpoints, of which the first is sent to in order. */
    static void prepare(ZentraRuntime zentra, int port) {
        zentra.createTenant("acme", TenantConfig.standard(), CHILD);
        acme(zentra).accounts().open(NewAccount.debit("bank", USD).withoutFloor());
        acme(zentra).accounts().open(NewAccount.credit("customer", USD));
        for (int i = 0; i < ENDPOINTS; i++) {
            Sending sending = Sending.standard().rates(0, 0);
            NewEndpoint endpoint = NewEndpoint.of("http://127.0.0.1:" + port + "/" + i, "ledger.entry.created")
                    .sending(i == 0 ? sending.fifo() : sending);
            acme(zentra).endpoints().register(endpoint, "endpoint-" + i).orElseThrow();
        }
    }

    /** Posts so many, of three orders in turn. */
    static void post(ZentraRuntime zentra, String prefix, int count) {
        acme(zentra)
                .ledgers()
                .postAll(IntStream.range(0, count)
                        .mapToObj(i -> PostingRequest.of("bank", "customer", Money.ofMinor(1, USD), prefix + "-" + i)
                                .correlation("order-" + i % 3))
                        .toList())
                .forEach(outcome -> outcome.orElseThrow());
    }

    static boolean isDone(ZentraRuntime zentra) {
        WebhookHealth health = acme(zentra).deliveries().health();
        return health.untaken() == 0 && health.backlog() == 0;
    }
}
