package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The runtime works off what is due in the ledger too. */
class RuntimeHoldTest {
    private static final Asset USD = Asset.iso("USD");

    @Test
    void letsGoOfHoldsWhoseTimeIsOver() {
        SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
        Instant later = clock.instant().plus(Duration.ofDays(7));
        try (ZentraRuntime zentra = ZentraRuntime.builder()
                .storage(Storage.inMemory())
                .clock(clock)
                .dueWorkThreads(0)
                .build()) {
            zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            Workspace acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
            acme.accounts().open(NewAccount.credit("a", USD).withoutFloor());
            acme.accounts().open(NewAccount.credit("b", USD));
            Hold hold = acme.ledgers()
                    .holds()
                    .place(PostingRequest.of("a", "b", Money.ofMinor(5, USD), "k"), later)
                    .orElseThrow();
            assertThat(zentra.runDueWork()).isZero();
            clock.set(later);

            assertThat(zentra.runDueWork()).isEqualTo(1);
            assertThat(acme.ledgers().holds().find(hold.id()).orElseThrow().status())
                    .isEqualTo(Hold.Status.EXPIRED);
            acme.verify().requireSound();
        }
    }
}
