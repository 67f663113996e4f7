package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.RandomSource;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Money;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxReceiver;
import io.zentra.webhooks.delivery.Delivery;
import io.zentra.webhooks.delivery.DeliverySettings;
import io.zentra.webhooks.delivery.DeliveryState;
import io.zentra.webhooks.delivery.Endpoint;
import io.zentra.webhooks.delivery.NewEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what failed is tried again: later by chance within a band, and not before the receiver asks for it. */
public abstract class RetryContract extends DeliveryDesk {
    private static final List<Duration> SCHEDULE = DeliverySettings.STANDARD_SCHEDULE;
    private static final int ENDPOINTS = 12;
    private static final int JITTER_PERCENT = 20;

    /** For subclasses. */
    protected RetryContract() {}

    /** Receivers that fell at one time are not all tried again at one time; a run that is repeated gives the same times. */
    @Test
    void spreadsTriesOverTheirBandAsTheSourceOfChanceSays() {
        List<List<Duration>> pauses = pauses("one", 7);

        for (int step = 1; step < SCHEDULE.size(); step++) {
            Duration least = SCHEDULE.get(step);
            Duration most = least.plus(least.multipliedBy(JITTER_PERCENT).dividedBy(100));
            List<Duration> ofStep = pauses.get(step - 1);
            assertThat(ofStep)
                    .hasSize(ENDPOINTS)
                    .allSatisfy(pause -> assertThat(pause).isBetween(least, most));
            assertThat(new HashSet<>(ofStep)).hasSizeGreaterThan(ENDPOINTS / 2);
            Duration spread = ofStep.get(ENDPOINTS - 1).minus(ofStep.get(0));
            assertThat(spread).isGreaterThan(most.minus(least).dividedBy(3));
        }
        assertThat(pauses("again", 7)).isEqualTo(pauses);
        assertThat(pauses("other", 8)).isNotEqualTo(pauses);
    }

    /** The pauses after each failure of an event at many endpoints, the shortest first. */
    private List<List<Duration>> pauses(String tenant, long seed) {
        DeliverySettings jittered = DeliverySettings.builder()
                .sealedBy(keys())
                .transport(receiver())
                .jitterPercent(JITTER_PERCENT)
                .build();
        try (ZentraRuntime node = node(jittered, RandomSource.seeded(seed))) {
            node.createTenant(tenant, TenantConfig.standard(), Actor.service("setup"));
            Workspace workspace = node.tenant(tenant).as(Actor.service("svc_edge"));
            workspace.accounts().open(NewAccount.debit("bank", USD).withoutFloor());
            workspace.accounts().open(NewAccount.credit("customer", USD));
            for (int i = 0; i < ENDPOINTS; i++) {
                String host = tenant + "-" + i + ".example.com";
                receiver().always(host, SandboxReceiver.status(404));
                workspace
                        .endpoints()
                        .register(NewEndpoint.of("https://" + host + "/", POSTED), "endpoint-" + i)
                        .orElseThrow();
            }
            workspace
                    .ledgers()
                    .post("bank", "customer", Money.ofMinor(1, USD), "posting")
                    .orElseThrow();
            long event = workspace.journal().size();
            node.runDueWork();
            List<List<Duration>> pauses = new ArrayList<>();
            for (int step = 1; step < SCHEDULE.size(); step++) {
                pauses.add(untilNext(workspace, event));
                clock().advance(SCHEDULE.get(step).multipliedBy(2));
                node.runDueWork();
            }
            assertThat(workspace.deliveries().ofEvent(event))
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.PARKED);
            return pauses;
        }
    }

    private List<Duration> untilNext(Workspace workspace, long event) {
        return workspace.deliveries().ofEvent(event).stream()
                .map(one -> Duration.between(clock().instant(), Objects.requireNonNull(one.dueAt())))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | 518400 | 518400",
                "429 | 518400 | 518400",
                "503 | Fri, 27 Nov 2026 09:00:00 GMT | 518400",
                "404 | Friday, 27-Nov-26 09:00:00 GMT | 518400",
                "502 | Fri Nov 27 09:00:00 2026 | 518400",
                "429 | 604801 | 604800",
                "429 | 99999999999999999999 | 604800",
                "503 | Sat, 21 Nov 2099 09:00:00 GMT | 604800",
                "503 | 1 | 5",
                "429 | Sat, 21 Nov 2020 09:00:00 GMT | 5",
                "503 | soon | 5",
                "503 | -60 | 5"
            })
    void triesAgainWhenTheReceiverAsksForItAfterSevenDaysAtMost(int status, String retryAfter, long seconds) {
        Endpoint endpoint = registered(HOST);
        receiver().next(HOST, SandboxReceiver.retryAfter(status, retryAfter));
        long seq = post();
        run();
        Instant expected = clock().instant().plusSeconds(seconds);
        assertThat(delivery(endpoint, seq).dueAt()).isEqualTo(expected);

        clock().set(expected.minusMillis(1));
        run();
        assertThat(receiver().received()).hasSize(1);
        clock().set(expected);
        run();
        assertThat(receiver().received()).hasSize(2);
        assertThat(delivery(endpoint, seq).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    /** Of an answer that says nothing about the endpoint the wait is that event's alone. */
    @Test
    void letsOtherEventsGoOnWhereOneIsAskedToWait() {
        Endpoint endpoint = registered(HOST);
        receiver().next(HOST, SandboxReceiver.retryAfter(500, "86400"));
        long waits = post();
        run();
        long other = post();
        run();

        assertThat(delivery(endpoint, other).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(delivery(endpoint, waits).state()).isEqualTo(DeliveryState.PENDING);
        run(Duration.ofDays(1));
        assertThat(delivery(endpoint, waits).state()).isEqualTo(DeliveryState.DELIVERED);
    }
}
