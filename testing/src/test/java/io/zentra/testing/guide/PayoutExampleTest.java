package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferRequest;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.Workspace;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.testing.SandboxRail;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/testing.md, as they stand there. */
class PayoutExampleTest {
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    private final SandboxRail bank = SandboxRail.create();
    private final ZentraRuntime zentra = ZentraRuntime.builder()
            .storage(Storage.inMemory())
            .clock(clock)
            .rail("rail_primary", bank)
            .callbacks("rail_primary", bank.scheme())
            .dueWorkThreads(0) // it runs when the test says so
            .build();
    private Workspace acme;

    @BeforeEach
    void openAccounts() {
        zentra.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = zentra.tenant("acme").as(Actor.service("svc_edge"));
        Asset usd = Asset.iso("USD");
        acme.transfers().openFlowAccounts(usd);
        acme.accounts().open(NewAccount.credit("customer:42", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", usd));
    }

    @AfterEach
    void verifyAndClose() {
        acme.verify().requireSound();
        zentra.close();
    }

    @Test
    void settlesOnceWhenTheBankTimesOutAndCallsBackTwice() {
        bank.nextSubmit(new RailOutcome.Unknown("timeout")); // it takes the transfer, and nobody learns of it
        Transfer transfer = acme.transfers()
                .create(TransferRequest.builder()
                        .from("customer:42")
                        .to("merchant:7")
                        .amount(Money.parse("12.50 USD"))
                        .idempotencyKey("payout-17")
                        .build())
                .orElseThrow();
        zentra.runDueWork();
        assertThat(acme.transfers().get(transfer.id()).status()).isEqualTo(TransferStatus.PROCESSING);

        clock.advance(Duration.ofSeconds(3));
        String reference = bank.taken().get(0).reference();
        SandboxRail.Message message = bank.success(reference, clock.instant());
        for (int i = 0; i < 2; i++) {
            zentra.callbacks("rail_primary").accept(message.headers(), message.body());
        }

        assertThat(acme.transfers().get(transfer.id()).status()).isEqualTo(TransferStatus.SETTLED);
        assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(Money.parse("12.50 USD"));
    }
}
