package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Quote;
import io.zentra.ledger.Share;
import io.zentra.ledger.ZentraLedger;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/ledger.md on bulks, conditions, compositions and exchanges, as they stand there. */
class PostingsGuideTest {
    private static final Asset USD = Asset.iso("USD");

    private ZentraLedger ledger;
    private ZentraLedger.Book acme;

    @BeforeEach
    void open() {
        ledger = ZentraLedger.open(Storage.inMemory());
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", USD).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", USD));
        acme.accounts().open(NewAccount.credit("merchant:7", USD));
    }

    @AfterEach
    void close() {
        acme.ledgers().verify().requireSound();
        ledger.close();
    }

    @Test
    void tellsWhatBecameOfAnOrder() {
        Outcome<Posting> tooMuch = acme.ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd("900.00"), "order-18")
                        .correlation("order-18"));
        List<Event> timeline = acme.journal().timeline("order-18"); // request.declined, floor_crossed

        assertThat(tooMuch.isDeclined()).isTrue();
        assertThat(timeline).extracting(Event::type).containsExactly("request.declined");
        assertThat(timeline.get(0).body().path("code").asText()).isEqualTo("floor_crossed");
    }

    @Test
    void postsManyAsOne() {
        List<Posting> postings = acme.ledgers()
                .postAtomically(List.of(
                        PostingRequest.of("assets:bank", "customer:42", usd("50.00"), "top-up-17"),
                        PostingRequest.of("customer:42", "merchant:7", usd("50.00"), "order-17")))
                .orElseThrow();

        assertThat(postings).hasSize(2);
    }

    @Test
    void postsOnlyWhatWasDecidedOnTheLatestBalance() {
        acme.ledgers()
                .post("assets:bank", "customer:42", usd("10.00"), "top-up-18")
                .orElseThrow();
        Balances seen = acme.accounts().balances("customer:42");
        Posting order = acme.ledgers()
                .post(PostingRequest.of("customer:42", "merchant:7", usd("10.00"), "order-18")
                        .when(Condition.version("customer:42", seen.version())))
                .orElseThrow();
        acme.ledgers()
                .reversals()
                .when(Condition.posted("merchant:7", usd("10.00")))
                .reverse(order.id(), usd("4.00"), "order-18-refund")
                .orElseThrow();

        assertThat(acme.accounts().balances("customer:42").version()).isEqualTo(seen.version() + 2);
    }

    @Test
    void composesAPaymentOfBonusAndWallet() {
        acme.accounts().open(NewAccount.credit("bonus:42", USD));
        acme.accounts().open(NewAccount.of(AccountKind.INCOME, "income:fees", USD));
        acme.ledgers().post("assets:bank", "bonus:42", usd("4.00"), "bonus-19").orElseThrow();
        acme.ledgers()
                .post("assets:bank", "customer:42", usd("500.00"), "top-up-19")
                .orElseThrow();
        Posting sale = acme.ledgers()
                .compose(Composition.of(
                        "order-19",
                        Movement.exactly(usd("100.00"))
                                .from("bonus:42", usd("10.00"))
                                .from("customer:42")
                                .to("income:fees", Share.percent("2.9"))
                                .to("merchant:7", Share.remaining())))
                .orElseThrow();

        assertThat(sale.balances("customer:42").available()).isEqualTo(usd("404.00"));
        assertThat(sale.balances("merchant:7").posted()).isEqualTo(usd("97.10"));
    }

    @Test
    void exchangesDollarsForEuros() {
        Asset usd = USD;
        Asset eur = Asset.iso("EUR");
        acme.accounts().open(NewAccount.credit("customer:42:eur", eur));
        acme.accounts().open(NewAccount.debit("position:usd", usd).withoutFloor());
        acme.accounts().open(NewAccount.debit("position:eur", eur).withoutFloor());
        acme.accounts().open(NewAccount.of(AccountKind.INCOME, "income:spread:eur", eur));
        acme.ledgers()
                .post("assets:bank", "customer:42", usd("50.00"), "top-up-20")
                .orElseThrow();
        Quote quote = Quote.of(usd, eur, "0.9213", RoundingMode.DOWN).spread("0.5");
        Posting exchange = acme.ledgers()
                .exchange(Exchange.of(
                        "fx-17",
                        usd("33.33"),
                        quote,
                        Exchange.Accounts.from("customer:42", "position:usd")
                                .to("position:eur", "customer:42:eur")
                                .spreadTo("income:spread:eur")))
                .orElseThrow();

        assertThat(exchange.balances("customer:42:eur").posted()).isEqualTo(Money.parse("30.55 EUR"));
        assertThat(exchange.balances("income:spread:eur").posted()).isEqualTo(Money.parse("0.15 EUR"));
    }

    private static Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
