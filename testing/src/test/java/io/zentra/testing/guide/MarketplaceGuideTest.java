package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.Composed;
import io.zentra.ledger.Composition;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Share;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sale that is split among sellers, as docs/ledger-examples.md tells it. */
class MarketplaceGuideTest extends WorkedCase {
    @Test
    void aMarketplaceSplit() {
        acme.accounts().open(NewAccount.debit("assets:bank", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", usd));
        acme.accounts().open(NewAccount.credit("seller:anna", usd));
        acme.accounts().open(NewAccount.credit("seller:ben", usd));
        acme.accounts().open(NewAccount.of(AccountKind.INCOME, "income:fees", usd));
        acme.ledgers()
                .post("assets:bank", "customer:42", usd("99.99"), "card-payment-1")
                .orElseThrow();

        Movement split = Movement.exactly(usd("99.99"))
                .from("customer:42")
                .to("income:fees", Share.percent("10"))
                .to("seller:anna", Share.percent("54"))
                .to("seller:ben", Share.remaining());
        Posting sale = acme.ledgers()
                .compose(Composition.of("order-1", split).correlation("order:1"))
                .orElseThrow();

        BigDecimal paid = usd("99.99").amount();
        assertThat(paid.multiply(new BigDecimal("0.10"))).isEqualByComparingTo("9.999");
        assertThat(paid.multiply(new BigDecimal("0.54"))).isEqualByComparingTo("53.9946");
        assertThat(posted("income:fees")).isEqualTo(usd("9.99"));
        assertThat(posted("seller:anna")).isEqualTo(usd("53.99"));
        assertThat(posted("seller:ben")).isEqualTo(usd("36.01"));
        assertThat(posted("customer:42")).isEqualTo(usd("0.00"));

        Composed composed = (Composed) acme.ledgers().basis(sale.id()).orElseThrow();
        List<Money> parts = composed.movements().get(0).rule().split(usd("33.33"));
        Part returned = Part.lines()
                .debit("customer:42", usd("33.33"))
                .credit("income:fees", parts.get(0))
                .credit("seller:anna", parts.get(1))
                .credit("seller:ben", parts.get(2));
        Posting refund = acme.ledgers()
                .reversals()
                .reverse(sale.id(), returned, "order-1-one-item-back")
                .orElseThrow();

        assertThat(parts).containsExactly(usd("3.33"), usd("17.99"), usd("12.01"));
        assertThat(posted("customer:42")).isEqualTo(usd("33.33"));
        assertThat(posted("income:fees")).isEqualTo(usd("6.66"));
        assertThat(posted("seller:ben")).isEqualTo(usd("24.00"));
        assertThat(refund.reverses()).isEqualTo(sale.id());
        assertThat(refund.correlation()).isEqualTo("order:1");

        Posting payout = acme.ledgers()
                .compose(Composition.of(
                        "payout-anna-48", Movement.all(usd).from("seller:anna").to("assets:bank")))
                .orElseThrow();
        Money paidOut = payout.entries().get(0).amount();

        assertThat(paidOut).isEqualTo(usd("36.00"));
        assertThat(posted("seller:anna")).isEqualTo(usd("0.00"));

        Outcome<Posting> tooLate = acme.ledgers().reverse(sale.id(), "order-1-all-back");
        List<EntryRequest> left = acme.ledgers().reversals().left(sale.id());

        assertThat(code(tooLate)).isEqualTo("floor_crossed");
        assertThat(left)
                .extracting(EntryRequest::amount)
                .containsExactly(usd("66.66"), usd("6.66"), usd("36.00"), usd("24.00"));
    }
}
