package io.zentra.testing.guide;

import io.zentra.core.ZentraCore;
import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A worked case of docs/ledger-examples.md, as it stands there: an empty ledger in memory, verified at the end. */
abstract class WorkedCase {
    final Asset usd = Asset.iso("USD");
    final Asset eur = Asset.iso("EUR");
    final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");
    final ZentraLedger ledger =
            ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory()).withClock(clock));
    ZentraLedger.Book acme;

    @BeforeEach
    void createTheTenant() {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
    }

    @AfterEach
    void verify() {
        acme.ledgers().verify().requireSound();
        ledger.close();
    }

    Money posted(String account) {
        return acme.accounts().balances(account).posted();
    }

    Money available(String account) {
        return acme.accounts().balances(account).available();
    }

    static String code(Outcome<?> outcome) {
        return outcome.match(
                applied -> "applied",
                WorkedCase::code,
                declined -> declined.code().code());
    }

    static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }

    static Money eur(String amount) {
        return Money.parse(amount + " EUR");
    }
}
