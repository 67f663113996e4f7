package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Money;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.DeliveryAttempt;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.EndpointStatus;
import io.zentra.webhooks.delivery.NewEndpoint;
import io.zentra.webhooks.delivery.Signatures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What an attempt holds while it is under way, which is nothing, and what becomes of its record, which is nothing either. */
public abstract class AttemptContract extends DeliveryDesk {
    private static final int LONGEST_WRITE_SECONDS = 20;

    /** For subclasses. */
    protected AttemptContract() {}

    /** The receiver does not answer before others have written, read and decided: a transaction held open would stop them. */
    @Test
    void nothingIsHeldWhileAReceiverStalls() {
        Endpoint endpoint = registered(HOST);
        Workspace other = other();
        long stalled = post();
        AtomicBoolean isFirst = new AtomicBoolean(true);
        List<EndpointStatus> seen = new ArrayList<>();
        receiver().onReceived(one -> {
            if (isFirst.getAndSet(false)) {
                beside(() -> {
                    post();
                    other.ledgers()
                            .post("bank", "customer", Money.ofMinor(1, USD), newKey())
                            .orElseThrow();
                    acme().endpoints().pause(endpoint.id(), newKey()).orElseThrow();
                    seen.add(status(endpoint));
                    acme().endpoints().resume(endpoint.id(), newKey()).orElseThrow();
                    acme().verify().requireSound();
                    seen.add(status(endpoint));
                });
            }
        });
        run();

        assertThat(seen).containsExactly(EndpointStatus.PAUSED, EndpointStatus.ACTIVE);
        assertThat(delivery(endpoint, stalled).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(acme().deliveries().attempts(endpoint.id(), stalled)).hasSize(1);
        other.verify().requireSound();
    }

    private Workspace other() {
        zentra().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        Workspace other = zentra().tenant("other").as(Actor.service("svc_edge"));
        other.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
        other.accounts().open(NewAccount.credit("customer", USD));
        return other;
    }

    /** On a thread of its own, while this one waits in the receiver. */
    private static void beside(Runnable work) {
        CompletableFuture.runAsync(work)
                .orTimeout(LONGEST_WRITE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Whatever is done to a delivery and its endpoint later, also by a node that comes too late, only adds attempts. */
    @Test
    void anAttemptStaysAsItWasWhateverComesLater() {
        Endpoint endpoint = registered(HOST);
        receiver().always(HOST, SandboxReceiver.status(404));
        long seq = post();
        run();
        List<DeliveryAttempt> known = attempts(endpoint, seq);
        assertThat(known).hasSize(1);
        String id = endpoint.id();
        List<Runnable> steps = List.of(
                () -> acme().deliveries().replay(id, seq, false, newKey()).orElseThrow(),
                () -> DeliverySettings.STANDARD_SCHEDULE.forEach(this::run),
                () -> acme().deliveries().replay(id, seq, false, newKey()).orElseThrow(),
                () -> acme().endpoints()
                        .rotate(id, Signatures.BOTH, Duration.ZERO, newKey())
                        .orElseThrow(),
                () -> acme().endpoints()
                        .change(id, NewEndpoint.of("https://" + OTHER + "/", POSTED), newKey())
                        .orElseThrow(),
                this::restart,
                () -> acme().deliveries().replay(id, seq, true, newKey()).orElseThrow(),
                () -> lateBesideAnother(id, seq),
                () -> acme().endpoints().disable(id, "moved away", newKey()).orElseThrow(),
                () -> acme().endpoints().resume(id, newKey()).orElseThrow(),
                () -> acme().endpoints().delete(id, newKey()).orElseThrow());
        for (Runnable step : steps) {
            step.run();
            run();
            List<DeliveryAttempt> now = attempts(endpoint, seq);
            assertThat(now).startsWith(known.toArray(DeliveryAttempt[]::new));
            known = now;
        }
        assertThat(known).hasSizeGreaterThan(12);
        assertThat(known).extracting(DeliveryAttempt::number).isSorted().doesNotHaveDuplicates();
    }

    private List<DeliveryAttempt> attempts(Endpoint endpoint, long seq) {
        return acme().deliveries().attempts(endpoint.id(), seq);
    }

    /** This node records its attempt after another has taken over, tried and recorded. */
    private void lateBesideAnother(String id, long seq) {
        acme().deliveries().replay(id, seq, true, newKey()).orElseThrow();
        AtomicBoolean isFirst = new AtomicBoolean(true);
        try (ZentraRuntime second = second()) {
            receiver().onReceived(one -> {
                if (isFirst.getAndSet(false)) {
                    clock().advance(Duration.ofMinutes(2));
                    second.runDueWork();
                }
            });
            run();
        }
    }
}
