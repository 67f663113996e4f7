package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Exchange;
import io.zentra.ledger.Exchanged;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Quote;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One asset for another: what comes out, what is recorded, and when it is refused. */
public abstract class ExchangeContract extends StorageContract {
    private static final Asset EUR = Asset.iso("EUR");
    private static final Asset JPY = Asset.iso("JPY");
    private static final Asset TOKEN = Asset.custom("TOKEN", 18);
    private static final Quote QUOTE = Quote.of(USD, EUR, "0.9213", RoundingMode.DOWN);
    private static final Exchange.Accounts ACCOUNTS =
            Exchange.Accounts.from("customer:42", "position:usd").to("position:eur", "customer:42:eur");

    /** For subclasses. */
    protected ExchangeContract() {}

    @BeforeEach
    final void openPositions() {
        for (Asset asset : List.of(USD, EUR, JPY, TOKEN)) {
            String code = asset.code().toLowerCase(Locale.ROOT);
            acme().accounts().open(NewAccount.credit("position:" + code, asset).withoutFloor());
            if (!asset.equals(USD)) {
                acme().accounts().open(NewAccount.credit("customer:42:" + code, asset));
            }
        }
        acme().accounts().open(NewAccount.credit("income:spread", EUR));
        fund(100_000);
    }

    @Test
    void exchangesThroughThePositionsAndBalancesEachAsset() {
        Posting posting = done("fx", usd(3_333), QUOTE, ACCOUNTS);

        assertThat(lines(posting))
                .containsExactly(
                        "debit customer:42 33.33 USD",
                        "credit position:usd 33.33 USD",
                        "debit position:eur 30.70 EUR",
                        "credit customer:42:eur 30.70 EUR");
        assertThat(acme().accounts().balances("position:usd").posted()).isEqualTo(usd(3_333));
        assertThat(acme().accounts().balances("position:eur").posted()).isEqualTo(Money.parse("-30.70 EUR"));
    }

    /** Elsewhere a rate is a field that is multiplied somewhere and forgotten; here it can be asked for and computed again. */
    @Test
    void recordsRateSpreadRoundingAndTheDifference() {
        Quote quote = QUOTE.spread("0.50");
        Exchanged exchanged = basis(done("fx", usd(3_333), quote, ACCOUNTS));

        assertThat(exchanged.quote()).isEqualTo(quote);
        assertThat(exchanged.quote().spread()).isEqualTo(new BigDecimal("0.5"));
        assertThat(exchanged.sold()).isEqualTo(usd(3_333));
        assertThat(exchanged.bought()).isEqualTo(Money.parse("30.55 EUR")); // 3055.3394355 cents
        assertThat(exchanged.spread()).isEqualTo(Money.parse("0.15 EUR")); // 3070.6929 cents without
        assertThat(exchanged.difference()).isEqualTo(new BigDecimal("-0.3394355"));
    }

    @Test
    void postsTheSpreadAsALegOfItsOwn() {
        Posting posting = done("fx", usd(3_333), QUOTE.spread("0.5"), ACCOUNTS.spreadTo("income:spread"));

        assertThat(lines(posting))
                .endsWith(
                        "debit position:eur 30.70 EUR",
                        "credit customer:42:eur 30.55 EUR",
                        "credit income:spread 0.15 EUR");
        assertThat(lines(done("tiny", usd(2), QUOTE.spread("0.5"), ACCOUNTS.spreadTo("income:spread"))))
                .as("no spread is left after rounding")
                .hasSize(4);
    }

    /** What the host has itself grows by debits: without turning the entries round it would have sold what it bought. */
    @Test
    void exchangesWhatTheHostHasItself() {
        acme().accounts().open(NewAccount.debit("assets:usd", USD));
        acme().accounts().open(NewAccount.debit("assets:eur", EUR));
        acme().accounts().open(NewAccount.of(AccountKind.EXPENSE, "expense:spread", EUR));
        acme().ledgers()
                .post("assets:usd", "customer:42", usd(10_000), "deposit")
                .orElseThrow();
        Exchange.Accounts own = Exchange.Accounts.from("assets:usd", "position:usd")
                .to("position:eur", "assets:eur")
                .spreadTo("expense:spread")
                .creditingSources();
        Posting posting = done("own", usd(3_333), QUOTE.spread("0.5"), own);

        assertThat(lines(posting))
                .containsExactly(
                        "credit assets:usd 33.33 USD",
                        "debit position:usd 33.33 USD",
                        "credit position:eur 30.70 EUR",
                        "debit assets:eur 30.55 EUR",
                        "debit expense:spread 0.15 EUR");
        assertThat(posting.balances("assets:usd").posted()).isEqualTo(usd(6_667));
        assertThat(posting.balances("assets:eur").posted()).isEqualTo(Money.parse("30.55 EUR"));
        assertThat(basis(posting).accounts()).isEqualTo(own);
        declines(ErrorCode.FLOOR_CROSSED, Exchange.of("poor", usd(6_668), QUOTE, own));
        ZentraException conflict = catchThrowableOfType(
                ZentraException.class,
                () -> acme().ledgers().exchange(Exchange.of("own", usd(3_333), QUOTE.spread("0.5"), ACCOUNTS)));
        assertThat(conflict.details()).containsEntry("key", "own");
        assertThat(acme().ledgers().verify().faults()).isEmpty();
    }

    @Test
    void refusesAccountsBetweenWhichNothingWouldMove() {
        refuses(
                ErrorCode.SAME_ACCOUNT,
                () -> Exchange.Accounts.from("customer:42", "customer:42").to("position:eur", "customer:42:eur"));
        refuses(
                ErrorCode.SAME_ACCOUNT,
                () -> Exchange.Accounts.from("customer:42", "position:usd").to("position:eur", "position:eur"));
        refuses(ErrorCode.SAME_ACCOUNT, () -> ACCOUNTS.spreadTo("position:eur"));
        refuses(ErrorCode.SAME_ACCOUNT, () -> ACCOUNTS.spreadTo("customer:42:eur"));
    }

    @Test
    void roundsInTheDirectionAsked() {
        assertThat(bought("up", RoundingMode.UP)).isEqualTo(Money.parse("30.71 EUR"));
        assertThat(bought("half", RoundingMode.HALF_EVEN)).isEqualTo(Money.parse("30.71 EUR"));
        assertThat(bought("down", RoundingMode.DOWN)).isEqualTo(Money.parse("30.70 EUR"));
        assertThat(bought("floor", RoundingMode.FLOOR)).isEqualTo(Money.parse("30.70 EUR"));
    }

    /** A rate is of whole units: yen have no cents, and a token may have eighteen decimals. */
    @Test
    void ratesAreOfUnitsWhateverTheMinorUnitsAre() {
        Exchange.Accounts toYen =
                Exchange.Accounts.from("customer:42", "position:usd").to("position:jpy", "customer:42:jpy");
        Exchange.Accounts toToken =
                Exchange.Accounts.from("customer:42:jpy", "position:jpy").to("position:token", "customer:42:token");

        assertThat(basis(done("yen", usd(1_000), Quote.of(USD, JPY, "148.25", RoundingMode.DOWN), toYen))
                        .bought())
                .isEqualTo(Money.ofMinor(1_482, JPY));
        Exchanged token =
                basis(done("token", Money.ofMinor(1, JPY), Quote.of(JPY, TOKEN, "0.25", RoundingMode.DOWN), toToken));
        assertThat(token.bought()).isEqualTo(Money.ofMinor(250_000_000_000_000_000L, TOKEN));
        assertThat(token.difference()).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void belongsToWhatItIsSaidToBelongTo() {
        Posting posting = acme().ledgers()
                .exchange(Exchange.of("k", usd(100), QUOTE, ACCOUNTS)
                        .correlation("order-17")
                        .metadata(Map.of("why", "trip")))
                .orElseThrow();

        assertThat(posting.correlation()).isEqualTo("order-17");
        assertThat(posting.metadata()).containsEntry("why", "trip");
        assertThat(acme().journal().timeline("order-17")).hasSize(1);
    }

    @Test
    void isTakenBackInPartsOfBothAssets() {
        Posting exchange = done("fx", usd(3_333), QUOTE, ACCOUNTS);
        Part part = Part.lines()
                .debit("customer:42", usd(333))
                .credit("position:usd", usd(333))
                .debit("position:eur", Money.ofMinor(70, EUR))
                .credit("customer:42:eur", Money.ofMinor(70, EUR));
        acme().ledgers().reversals().reverse(exchange.id(), part, "part").orElseThrow();
        Posting rest = acme().ledgers().reverse(exchange.id(), "rest").orElseThrow();

        assertThat(lines(rest))
                .containsExactly(
                        "credit customer:42 30.00 USD",
                        "debit position:usd 30.00 USD",
                        "credit position:eur 30.00 EUR",
                        "debit customer:42:eur 30.00 EUR");
        assertThat(acme().ledgers().verify().faults()).isEmpty();
    }

    @Test
    void answersTheFirstResultAgain() {
        Outcome<Posting> first = acme().ledgers().exchange(Exchange.of("fx", usd(100), QUOTE, ACCOUNTS));
        Quote same = Quote.of(USD, EUR, "0.92130", RoundingMode.DOWN);

        assertThat(acme().ledgers().exchange(Exchange.of("fx", usd(100), same, ACCOUNTS)))
                .isEqualTo(new Outcome.Replayed<>(first, 1));
        Quote other = Quote.of(USD, EUR, "0.9214", RoundingMode.DOWN);
        ZentraException conflict = catchThrowableOfType(
                ZentraException.class, () -> acme().ledgers().exchange(Exchange.of("fx", usd(100), other, ACCOUNTS)));
        assertThat(conflict.details()).containsEntry("field", "exchange.quote.rate");
    }

    @Test
    void declinesWhatComesToNothingOrToTooMuch() {
        declines(ErrorCode.AMOUNT_NOT_POSITIVE, Exchange.of("nothing", usd(1), QUOTE, ACCOUNTS));
        Exchange.Accounts toToken =
                Exchange.Accounts.from("customer:42", "position:usd").to("position:token", "customer:42:token");
        declines(
                ErrorCode.AMOUNT_OVERFLOW,
                Exchange.of("too-much", usd(1_000), Quote.of(USD, TOKEN, "1", RoundingMode.DOWN), toToken));
    }

    @Test
    void declinesWhatAnyPostingIsDeclinedFor() {
        declines(ErrorCode.FLOOR_CROSSED, Exchange.of("poor", usd(100_001), QUOTE, ACCOUNTS));
        declines(
                ErrorCode.ASSET_MISMATCH,
                Exchange.of("other", usd(1_000), QUOTE.spread("0.5"), ACCOUNTS.spreadTo("customer:42:jpy")));
        declines(
                ErrorCode.CONDITION_FAILED,
                Exchange.of("if", usd(100), QUOTE, ACCOUNTS).when(Condition.posted("customer:42", usd(1))));
        acme().accounts().freeze("position:eur", "freeze-1").orElseThrow();
        declines(ErrorCode.ACCOUNT_FROZEN, Exchange.of("frozen", usd(100), QUOTE, ACCOUNTS));
    }

    @Test
    void refusesQuotesThatAreNone() {
        refuses(ErrorCode.SAME_ASSET, () -> Quote.of(USD, USD, "1", RoundingMode.DOWN));
        refuses(ErrorCode.INVALID_RATE, () -> Quote.of(USD, EUR, "0", RoundingMode.DOWN));
        refuses(ErrorCode.INVALID_RATE, () -> Quote.of(USD, EUR, "-1", RoundingMode.DOWN));
        refuses(ErrorCode.INVALID_RATE, () -> Quote.of(USD, EUR, "1e3", RoundingMode.DOWN));
        refuses(
                ErrorCode.INVALID_RATE,
                () -> new Quote(USD, EUR, new BigDecimal("-0.5"), BigDecimal.ZERO, RoundingMode.DOWN));
        refuses(
                ErrorCode.INVALID_RATE,
                () -> new Quote(USD, EUR, new BigDecimal("1e30"), BigDecimal.ZERO, RoundingMode.DOWN));
        for (int scale : List.of(Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            BigDecimal far = new BigDecimal(BigInteger.TEN, scale);
            refuses(ErrorCode.INVALID_RATE, () -> new Quote(USD, EUR, far, BigDecimal.ZERO, RoundingMode.DOWN));
            refuses(ErrorCode.INVALID_RATE, () -> new Quote(USD, EUR, BigDecimal.ONE, far, RoundingMode.DOWN));
        }
        refuses(ErrorCode.INVALID_RATE, () -> Quote.of(USD, EUR, "1", RoundingMode.UNNECESSARY));
        refuses(ErrorCode.INVALID_RATE, () -> QUOTE.spread("100"));
        refuses(ErrorCode.INVALID_RATE, () -> QUOTE.spread("-1"));
        refuses(ErrorCode.AMOUNT_NOT_POSITIVE, () -> Exchange.of("k", usd(0), QUOTE, ACCOUNTS));
        refuses(ErrorCode.ASSET_MISMATCH, () -> Exchange.of("k", Money.ofMinor(1, EUR), QUOTE, ACCOUNTS));
        refuses(ErrorCode.INVALID_ID, () -> ACCOUNTS.spreadTo("no account"));
    }

    private Money bought(String key, RoundingMode rounding) {
        return basis(done(key, usd(3_333), Quote.of(USD, EUR, "0.9213", rounding), ACCOUNTS))
                .bought();
    }

    private Posting done(String key, Money sold, Quote quote, Exchange.Accounts accounts) {
        return acme().ledgers()
                .exchange(Exchange.of(key, sold, quote, accounts))
                .orElseThrow();
    }

    private Exchanged basis(Posting posting) {
        return (Exchanged) acme().ledgers().basis(posting.id()).orElseThrow();
    }

    private void declines(ErrorCode code, Exchange exchange) {
        long before = acme().journal().size();
        assertThat(code(acme().ledgers().exchange(exchange.correlation("refused"))))
                .isEqualTo(code);
        assertThat(acme().journal().after(before, 10))
                .extracting(event -> event.type() + " " + event.correlation().orElse("-"))
                .containsExactly("request.declined refused");
    }

    private static void refuses(ErrorCode code, Runnable call) {
        ZentraException refusal = catchThrowableOfType(ZentraException.class, call::run);
        assertThat(refusal.code()).isEqualTo(code);
    }

    private static List<String> lines(Posting posting) {
        return posting.entries().stream()
                .map(entry -> entry.side().code() + " " + entry.account() + " " + entry.amount())
                .toList();
    }
}
