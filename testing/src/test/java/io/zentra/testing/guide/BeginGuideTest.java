package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.ZentraLedger;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The beginning of docs/ledger.md, as it stands there. */
class BeginGuideTest {
    @TempDir
    Path folder;

    @Test
    void theFirstPosting() {
        Path file = folder.resolve("ledger.db");
        try (ZentraLedger ledger = ZentraLedger.open(Storage.sqlite(file))) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            ZentraLedger.Book acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
            Asset usd = Asset.iso("USD");
            acme.accounts().open(NewAccount.debit("assets:bank", usd).withoutFloor());
            acme.accounts().open(NewAccount.credit("customer:42", usd));

            Posting topUp = acme.ledgers()
                    .post("assets:bank", "customer:42", Money.parse("50.00 USD"), "top-up-1")
                    .orElseThrow();
            assertThat(topUp.balances("customer:42").available()).isEqualTo(Money.parse("50.00 USD"));
        }
        try (ZentraLedger again = ZentraLedger.open(Storage.sqlite(file))) {
            ZentraLedger.Book acme = again.tenant("acme").as(Actor.service("svc_edge"));

            assertThat(acme.accounts().balances("customer:42").posted()).isEqualTo(Money.parse("50.00 USD"));
        }
    }
}
