package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Backdating;
import io.zentra.ledger.Correction;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/ledger.md on two times, statements, backdating and closed periods, as they stand there. */
class TwoTimesGuideTest {
    private static final Asset USD = Asset.iso("USD");

    private final ZentraLedger ledger = ZentraLedger.open(
            ZentraCore.Settings.of(Storage.inMemory()).withClock(SettableClock.at("2026-11-23T09:00:00Z")));
    private ZentraLedger.Book acme;

    @BeforeEach
    void openAccounts() {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
    }

    @AfterEach
    void verify() {
        acme.ledgers().verify().requireSound();
        ledger.close();
    }

    @Test
    void aBankLineOfFriday() {
        Instant friday = Instant.parse("2026-11-20T17:30:00Z");
        Posting late = acme.ledgers()
                .post(PostingRequest.of("assets:bank", "customer:42", usd("50.00"), "bank-line-17")
                        .effectiveAt(friday))
                .orElseThrow();
        Instant saturday = friday.plus(Duration.ofDays(1));
        Money known = acme.ledgers().balance("customer:42", TimeAxis.RECORDED, saturday);
        Money corrected = acme.ledgers().balance("customer:42", TimeAxis.EFFECTIVE, saturday);

        assertThat(known).isEqualTo(usd("0.00"));
        assertThat(corrected).isEqualTo(usd("50.00"));

        Instant thursday = friday.minus(Duration.ofDays(1));
        Correction correction = acme.ledgers()
                .reversals()
                .effectiveAt(late.effectiveAt())
                .correct(
                        late.id(),
                        PostingRequest.of("assets:bank", "customer:42", usd("55.00"), "bank-line-17-corrected")
                                .effectiveAt(thursday))
                .orElseThrow();
        assertThat(correction.reversal().effectiveAt()).isEqualTo(friday);
        assertThat(correction.posting().effectiveAt()).isEqualTo(thursday);
        assertThat(acme.ledgers().balance("customer:42", TimeAxis.EFFECTIVE, saturday))
                .isEqualTo(usd("55.00"));
    }

    @Test
    void aStatementOfOctober() {
        StatementRequest october = StatementRequest.of("customer:42")
                .effective()
                .from(Instant.parse("2026-10-01T00:00:00Z"))
                .to(Instant.parse("2026-11-01T00:00:00Z"))
                .limit(100);
        Statement page = acme.ledgers().statement(october);
        while (page.next().isPresent()) {
            page = acme.ledgers().statement(october.after(page.next().get()));
        }

        assertThat(page.closing()).isEqualTo(usd("0.00"));

        Instant issuedAt = Instant.parse("2026-11-01T09:00:00Z");
        Statement asIssued = acme.ledgers().statement(october.knownAt(issuedAt));
        assertThat(asIssued.closing()).isEqualTo(usd("0.00"));
    }

    @Test
    void whatMayBeSaidAboutThePast() {
        acme.periods().backdating(Backdating.FLAG, "flag-2026").orElseThrow();

        acme.periods()
                .close(Instant.parse("2026-11-01T00:00:00Z"), "close-2026-10")
                .orElseThrow();
        assertThat(acme.periods().closedBefore()).contains(Instant.parse("2026-11-01T00:00:00Z"));
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
