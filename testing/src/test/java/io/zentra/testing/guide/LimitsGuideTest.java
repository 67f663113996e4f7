package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.limit.RateLimit;
import io.zentra.core.limit.RateLimits;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of docs/limits.md, as they stand there. */
class LimitsGuideTest {
    private final SettableClock clock = SettableClock.at("2026-11-21T09:00:00Z");

    @Test
    void aTenantThatCallsTooMuch() {
        try (ZentraLedger ledger =
                ZentraLedger.open(ZentraCore.Settings.of(Storage.inMemory()).withClock(clock))) {
            ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
            callTooMuch(ledger, ledger.tenant("acme").as(Actor.service("svc_edge")));
        }
    }

    private void callTooMuch(ZentraLedger ledger, ZentraLedger.Book acme) {
        acme.accounts()
                .open(NewAccount.credit("customer:42", usd("0.00").asset()).withoutFloor());
        acme.accounts().open(NewAccount.credit("merchant:7", usd("0.00").asset()));
        ledger.limitTenant(
                "acme",
                RateLimits.none()
                        .reads(RateLimit.of(500, Duration.ofSeconds(1)))
                        .writes(RateLimit.of(100, Duration.ofSeconds(1))),
                Actor.service("admin"),
                "acme-limits-1");
        for (int i = 0; i < 100; i++) {
            acme.ledgers().post("customer:42", "merchant:7", usd("10.00"), "order-" + (100 + i));
        }
        Optional<Instant> retryAt = Optional.empty();
        try {
            acme.ledgers().post("customer:42", "merchant:7", usd("10.00"), "order-9");
        } catch (ZentraException refusal) {
            retryAt = RateLimit.retryAt(refusal); // then the same request, with the same key
        }

        assertThat(retryAt).contains(clock.instant().plusMillis(10));
        clock.advance(Duration.ofMillis(10));
        acme.ledgers()
                .post("customer:42", "merchant:7", usd("10.00"), "order-9")
                .orElseThrow();
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
