package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Checkpoint;
import io.zentra.core.journal.SigningKey;
import io.zentra.core.journal.Vault;
import io.zentra.core.journal.Verification;
import io.zentra.core.journal.VerificationPlan;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.ZentraLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/verification.md, as they stand there. */
class VerificationGuideTest {
    private final List<Checkpoint> keptElsewhere = new ArrayList<>();
    private final ZentraLedger ledger = ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory())
            .withCheckpoints(
                    SigningKey.generate("ledger.example"), (tenant, checkpoint) -> keptElsewhere.add(checkpoint)));
    private ZentraLedger.Book acme;

    @TempDir
    Path folder;

    @BeforeEach
    void keepBooks() {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        Asset usd = Asset.iso("USD");
        acme.accounts().open(NewAccount.debit("assets:bank", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", usd));
        topUp("top-up-1");
        acme.journal().checkpoint();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void theWhole() {
        Verification whole = acme.ledgers().verify(keptElsewhere).requireSound();

        assertThat(whole.isComplete()).isTrue();
        assertThat(whole.events()).isEqualTo(acme.journal().size());
    }

    @Test
    void whatIsNew() {
        VerificationPlan nightly = VerificationPlan.full()
                .goingOnFrom(Vault.inFolder(folder.resolve("nightly")))
                .against(keptElsewhere);
        acme.ledgers().verify(nightly).requireSound();
        topUp("top-up-2");

        assertThat(acme.ledgers().verify(nightly).requireSound().read()).isEqualTo(1);
    }

    @Test
    void inSteps() {
        VerificationPlan weekly = VerificationPlan.full()
                .goingOnFrom(Vault.inFolder(folder.resolve("week-47"))) // an empty one: from the first event
                .atMost(100_000);
        boolean complete = false;
        while (!complete) { // or one step an hour: writes go on, and each step has a snapshot of its own
            complete = acme.ledgers().verify(weekly).requireSound().isComplete();
        }

        assertThat(acme.ledgers().verify(weekly).requireSound().read()).isZero();
    }

    private void topUp(String key) {
        acme.ledgers()
                .post("assets:bank", "customer:42", Money.parse("50.00 USD"), key)
                .orElseThrow();
    }
}
