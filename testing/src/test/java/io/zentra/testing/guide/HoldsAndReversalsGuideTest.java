package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.ZentraCore;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Correction;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.ZentraLedger;
import io.zentra.testing.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/ledger.md on holds, reversals and corrections, as they stand there. */
class HoldsAndReversalsGuideTest {
    private static final Asset USD = Asset.iso("USD");

    private final ZentraLedger ledger = ZentraLedger.open(
            ZentraCore.Settings.of(Storage.inMemory()).withClock(SettableClock.at("2026-11-21T09:00:00Z")));
    private ZentraLedger.Book acme;

    @BeforeEach
    void openAccounts() {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        for (String id : List.of("customer:42", "merchant:7", "income:fees")) {
            acme.accounts().open(NewAccount.credit(id, USD));
        }
        acme.ledgers().post("assets:bank", "customer:42", usd("500.00"), "fund").orElseThrow();
    }

    @AfterEach
    void verify() {
        acme.ledgers().verify().requireSound();
        ledger.close();
    }

    @Test
    void aTableInARestaurant() {
        Hold hold = acme.ledgers()
                .holds()
                .place(
                        PostingRequest.of("customer:42", "merchant:7", usd("80.00"), "table-9")
                                .correlation("order-17"),
                        Instant.parse("2026-11-28T12:00:00Z"))
                .orElseThrow();
        acme.ledgers().holds().increase(hold.id(), usd("20.00"), "table-9-tip").orElseThrow();
        acme.ledgers()
                .holds()
                .extend(hold.id(), Instant.parse("2026-12-05T12:00:00Z"), "table-9-week")
                .orElseThrow();
        acme.ledgers().capture(hold.id(), usd("30.00"), "table-9-starters").orElseThrow();
        acme.ledgers()
                .holds()
                .captureFinal(hold.id(), usd("55.00"), "table-9-bill")
                .orElseThrow();

        List<Posting> captures = acme.ledgers().holds().captures(hold.id(), "", 100); // 30.00, then 55.00

        assertThat(captures)
                .extracting(posting -> posting.entries().get(0).amount())
                .containsExactly(usd("30.00"), usd("55.00"));
        assertThat(captures).extracting(Posting::hold).containsOnly(hold.id());
        assertThat(acme.accounts().balances("customer:42").available()).isEqualTo(usd("415.00"));
    }

    @Test
    void aSaleInTwoParcels() {
        Hold split = acme.ledgers()
                .hold(PostingRequest.of("sale-4711")
                        .debit("customer:42", usd("100.00"))
                        .credit("merchant:7", usd("97.00"))
                        .credit("income:fees", usd("3.00")))
                .orElseThrow();
        Part firstParcel = Part.lines()
                .debit("customer:42", usd("50.00"))
                .credit("merchant:7", usd("48.50"))
                .credit("income:fees", usd("1.50"));
        acme.ledgers().holds().capture(split.id(), firstParcel, "parcel-1").orElseThrow();
        acme.ledgers().release(split.id(), "no-second-parcel").orElseThrow();

        assertThat(acme.accounts().balances("customer:42").available()).isEqualTo(usd("450.00"));
        assertThat(acme.accounts().balances("income:fees").posted()).isEqualTo(usd("1.50"));
    }

    @Test
    void aRefundAndACorrection() {
        Posting sale = acme.ledgers()
                .post("customer:42", "merchant:7", usd("40.00"), "sale-4712")
                .orElseThrow();
        acme.ledgers().reversals().reverse(sale.id(), usd("10.00"), "refund-1").orElseThrow();
        acme.ledgers()
                .reversals()
                .metadata(Map.of("reason", "damaged"))
                .reverse(sale.id(), usd("5.00"), "refund-2")
                .orElseThrow();
        List<EntryRequest> left = acme.ledgers().reversals().left(sale.id()); // 25.00 on both lines
        List<Posting> refunds = acme.ledgers().reversals().of(sale.id(), "", 100);

        assertThat(left).extracting(EntryRequest::amount).containsExactly(usd("25.00"), usd("25.00"));
        assertThat(refunds).extracting(Posting::reverses).containsExactly(sale.id(), sale.id());
        assertThat(refunds.get(1).metadata()).isEqualTo(Map.of("reason", "damaged"));

        acme.ledgers()
                .reversals() // 15.00 of 40.00 were refunded, and of the other 25.00 only 5.00 were right
                .correctRest(sale.id(), PostingRequest.of("customer:42", "merchant:7", usd("5.00"), "sale-4712-rest"))
                .orElseThrow();
        assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(usd("5.00"));
    }

    @Test
    void aCorrection() {
        Posting wrong = acme.ledgers()
                .post("customer:42", "merchant:7", usd("40.00"), "sale-4713")
                .orElseThrow();
        Correction correction = acme.ledgers()
                .reversals()
                .correct(
                        wrong.id(), PostingRequest.of("customer:42", "merchant:7", usd("20.00"), "sale-4713-corrected"))
                .orElseThrow();
        assertThat(correction.reversal().reverses()).isEqualTo(wrong.id());
        assertThat(correction.posting().corrects()).isEqualTo(wrong.id());
        assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(usd("20.00"));
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
