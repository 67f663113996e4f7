package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.money.Money;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Exchanged;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Quote;
import io.zentra.ledger.TimeAxis;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An exchange and its partial return, as docs/ledger-examples.md tells it. */
class ExchangeGuideTest extends WorkedCase {
    @Test
    void anExchange() {
        acme.accounts().open(NewAccount.debit("assets:bank", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42:usd", usd));
        acme.accounts().open(NewAccount.credit("customer:42:eur", eur));
        acme.accounts().open(NewAccount.credit("position:usd", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("position:eur", eur).withoutFloor());
        acme.accounts().open(NewAccount.of(AccountKind.INCOME, "income:spread:eur", eur));
        acme.ledgers()
                .post("assets:bank", "customer:42:usd", usd("100.00"), "top-up-1")
                .orElseThrow();

        Quote quote = Quote.of(usd, eur, "0.9213", RoundingMode.DOWN).spread("0.5");
        Exchange.Accounts through = Exchange.Accounts.from("customer:42:usd", "position:usd")
                .to("position:eur", "customer:42:eur")
                .spreadTo("income:spread:eur");
        Posting bought = acme.ledgers()
                .exchange(Exchange.of("fx-1", usd("100.00"), quote, through))
                .orElseThrow();

        assertThat(posted("customer:42:eur")).isEqualTo(eur("91.66"));
        assertThat(posted("income:spread:eur")).isEqualTo(eur("0.47"));
        assertThat(posted("position:usd")).isEqualTo(usd("100.00"));
        assertThat(posted("position:eur")).isEqualTo(eur("-92.13"));

        Exchanged exchanged = (Exchanged) acme.ledgers().basis(bought.id()).orElseThrow();
        BigDecimal lost = exchanged.difference();
        Money roundedUp = Exchanged.of(
                        Quote.of(usd, eur, "0.9213", RoundingMode.UP).spread("0.5"), through, usd("100.00"))
                .bought();

        assertThat(lost).isEqualTo(new BigDecimal("-0.935"));
        assertThat(roundedUp).isEqualTo(eur("91.67"));
        assertThat(exchanged.bought().amount().subtract(lost.movePointLeft(2))).isEqualByComparingTo("91.66935");
        assertThat(exchanged.quote()).isEqualTo(quote);

        clock.advance(Duration.ofDays(1));
        Part half = Part.lines()
                .debit("customer:42:usd", usd("50.00"))
                .credit("position:usd", usd("50.00"))
                .debit("position:eur", eur("46.06"))
                .credit("customer:42:eur", eur("45.83"))
                .credit("income:spread:eur", eur("0.23"));
        acme.ledgers().reversals().reverse(bought.id(), half, "fx-1-half-back").orElseThrow();
        List<EntryRequest> left = acme.ledgers().reversals().left(bought.id());

        assertThat(left)
                .extracting(EntryRequest::amount)
                .containsExactly(usd("50.00"), usd("50.00"), eur("46.07"), eur("45.83"), eur("0.24"));

        Money then = acme.ledgers().balance("customer:42:eur", TimeAxis.EFFECTIVE, bought.effectiveAt());
        Money now = acme.ledgers().balance("customer:42:eur", TimeAxis.EFFECTIVE, clock.instant());

        assertThat(then).isEqualTo(eur("91.66"));
        assertThat(now).isEqualTo(eur("45.83"));
        assertThat(posted("customer:42:usd")).isEqualTo(usd("50.00"));
    }
}
