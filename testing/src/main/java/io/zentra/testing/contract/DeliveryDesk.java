package io.zentra.testing.contract;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.MigrationMode;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxReceiver;
import io.zentra.testing.SettableClock;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointHealth;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Sending;
import io.zentra.webhooks.delivery.Transport;
import io.zentra.webhooks.secret.KeyProvider;
import io.zentra.webhooks.secret.LocalKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A runtime with two accounts whose postings are sent to receivers of the sandbox; nothing is random, time stands. */
public abstract class DeliveryDesk {
    static final Asset USD = Asset.iso("USD");
    static final String HOST = "hooks.example.com";
    static final String OTHER = "other.example.com";
    static final String POSTED = "ledger.entry.created";

    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxReceiver receiver = SandboxReceiver.create();
    private Storage storage;
    private DataSource source;
    private ZentraRuntime zentra;
    private int made;

    /** For subclasses. */
    protected DeliveryDesk() {}

    /** A storage without tables. */
    protected abstract Storage storage();

    @BeforeEach
    final void open() {
        storage = storage();
        source = storage.open();
        zentra = node(settings(keys(), receiver).build());
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme().accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("customer:42", USD));
    }

    @AfterEach
    final void verifyAndClose() throws Exception {
        try {
            acme().verify().requireSound();
        } finally {
            zentra.close();
            if (storage.owned() && source instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    /** The keys that seal secrets. */
    static KeyProvider keys() {
        return LocalKeys.of("2026", "k".repeat(32).getBytes(StandardCharsets.US_ASCII));
    }

    /** The schedule of Standard Webhooks to the second. */
    static DeliverySettings.Builder settings(KeyProvider keys, Transport transport) {
        return DeliverySettings.builder().jitterPercent(0).sealedBy(keys).transport(transport);
    }

    /** A second node, which sends to the same receivers. */
    final ZentraRuntime second() {
        return node(settings(keys(), receiver).build());
    }

    /** A node on the storage. */
    final ZentraRuntime node(DeliverySettings settings) {
        return node(settings, RandomSource.seeded(++made));
    }

    /** A node whose chances come from this source. */
    final ZentraRuntime node(DeliverySettings settings, RandomSource random) {
        return ZentraRuntime.builder()
                .storage(Storage.of(source, storage.dialect())
                        .lanes(storage.lanes())
                        .migrations(zentra == null ? MigrationMode.MIGRATE : MigrationMode.NONE))
                .clock(clock)
                .random(random)
                .deliveries(settings)
                .dueWorkThreads(0)
                .build();
    }

    /** Ends the runtime, and opens another one on what it left. */
    final void restart() {
        zentra.close();
        zentra = node(settings(keys(), receiver).build());
    }

    final SandboxReceiver receiver() {
        return receiver;
    }

    final SettableClock clock() {
        return clock;
    }

    final ZentraRuntime zentra() {
        return zentra;
    }

    final Workspace acme() {
        return by(Actor.service("svc_edge"));
    }

    final Workspace by(Actor actor) {
        return zentra.tenant("acme").as(actor);
    }

    final String newKey() {
        return "key-" + ++made;
    }

    /** An endpoint for postings. */
    final Endpoint registered(String host, Sending sending) {
        return acme().endpoints()
                .register(NewEndpoint.of("https://" + host + "/zentra", POSTED).sending(sending), newKey())
                .orElseThrow();
    }

    final Endpoint registered(String host) {
        return registered(host, Sending.standard());
    }

    /** Posts, and answers the sequence of the event. */
    final long post() {
        return post("order-" + newKey());
    }

    final long post(String correlation) {
        acme().ledgers()
                .post(PostingRequest.of("assets:bank", "customer:42", Money.ofMinor(1, USD), newKey())
                        .correlation(correlation))
                .orElseThrow();
        return acme().journal().size();
    }

    final void run() {
        zentra.runDueWork();
    }

    final void run(Duration later) {
        clock.advance(later);
        zentra.runDueWork();
    }

    /** What became of an event at an endpoint. */
    final Delivery delivery(Endpoint endpoint, long seq) {
        return acme().deliveries().ofEvent(seq).stream()
                .filter(one -> one.endpoint().equals(endpoint.id()))
                .findFirst()
                .orElseThrow();
    }

    final EndpointHealth health(Endpoint endpoint) {
        return acme().deliveries().health(endpoint.id());
    }

    final EndpointStatus status(Endpoint endpoint) {
        return acme().endpoints().find(endpoint.id()).orElseThrow().status();
    }

    /** The sequences of the events that came to a host, in order. */
    final List<Long> sequences(String host) {
        return receiver.received(host).stream()
                .map(one -> Long.valueOf(one.id().substring(one.id().lastIndexOf('_') + 1)))
                .toList();
    }
}
