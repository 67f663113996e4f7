package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.AppliedChart;
import io.zentra.ledger.BalanceSheet;
import io.zentra.ledger.Chart;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PastChart;
import io.zentra.ledger.PastRollUp;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.RollUp;
import io.zentra.ledger.Side;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart of accounts must do on every storage: paths, sums over them, and templates. */
public abstract class ChartContract extends StorageContract {
    private static final Asset EUR = Asset.iso("EUR");
    private static final ChartTemplate WALLET = ChartTemplate.of(
            "wallet",
            NewAccount.debit("assets:cash:usd", USD).withoutFloor(),
            NewAccount.debit("assets:cash:eur", EUR).withoutFloor(),
            NewAccount.of(AccountKind.INCOME, "income:fees", USD));

    /** For subclasses. */
    protected ChartContract() {}

    @Test
    void opensTheAccountsOfATemplateOnce() {
        Outcome<AppliedChart> first = acme().chart().apply(WALLET, "wallet-1");
        long size = acme().journal().size();
        Outcome<AppliedChart> second = acme().chart().apply(WALLET, "wallet-1");

        AppliedChart chart = first.orElseThrow();
        assertThat(chart.template()).isEqualTo("wallet");
        assertThat(chart.opened()).containsExactly("assets:cash:eur", "assets:cash:usd", "income:fees");
        assertThat(chart.kept()).isEmpty();
        assertThat(acme().accounts().find("income:fees"))
                .hasValueSatisfying(account -> assertThat(account.kind()).isEqualTo(AccountKind.INCOME));
        assertThat(second.isReplay()).isTrue();
        assertThat(second.orElseThrow()).isEqualTo(chart);
        assertThat(types(size)).containsExactly("request.replayed");
        assertThat(types(chart.seq() - 1))
                .containsExactly(
                        "chart.applied", "account.opened", "account.opened", "account.opened", "request.replayed");
    }

    @Test
    void keepsWhatIsThereAndOpensTheRest() {
        acme().accounts().open(NewAccount.of(AccountKind.INCOME, "income:fees", USD));
        acme().accounts().setFloor("income:fees", usd(-5), "limit-1").orElseThrow();
        acme().accounts().freeze("income:fees", "freeze-1").orElseThrow();
        AppliedChart chart = acme().chart().apply(WALLET, "wallet-1").orElseThrow();
        AppliedChart more = acme().chart()
                .apply(WALLET.with(NewAccount.credit("equity:owner", USD)), "wallet-2")
                .orElseThrow();

        assertThat(chart.kept()).containsExactly("income:fees");
        assertThat(chart.opened()).containsExactly("assets:cash:eur", "assets:cash:usd");
        assertThat(more.opened()).containsExactly("equity:owner");
        assertThat(acme().accounts().find("income:fees"))
                .hasValueSatisfying(account -> assertThat(account.floor()).isEqualTo(usd(-5)));
    }

    /** A tenant that was set up by hand, and otherwise: the operator must learn what to mend, and no half of a chart stays. */
    @Test
    void tellsTheDifferenceAndOpensNothing() {
        acme().accounts().open(NewAccount.credit("income:fees", USD).withFloor(usd(-100)));
        Outcome<AppliedChart> declined = acme().chart().apply(WALLET, "wallet-1");
        Outcome<AppliedChart> again = acme().chart().apply(WALLET, "wallet-1");

        assertThat(code(declined)).isEqualTo(ErrorCode.ACCOUNT_EXISTS);
        assertThatThrownBy(declined::orElseThrow)
                .isInstanceOfSatisfying(
                        ZentraException.class,
                        e -> assertThat(e.details())
                                .containsEntry("account", "income:fees")
                                .containsEntry("accounts", "1")
                                .containsEntry(
                                        "difference", "kind is liability, not income, floor_minor is -100, not 0"));
        assertThat(acme().accounts().find("assets:cash:usd")).isEmpty();
        assertThat(code(again)).isEqualTo(ErrorCode.ACCOUNT_EXISTS);
        assertThat(again.isReplay()).isTrue();
    }

    @Test
    void namesTheAttributeInWhichATemplateOfOneKeyChanged() {
        acme().chart().apply(WALLET, "wallet-1").orElseThrow();
        ChartTemplate changed = ChartTemplate.of(
                "wallet",
                WALLET.accounts().get(0),
                WALLET.accounts().get(1),
                NewAccount.of(AccountKind.INCOME, "income:fees", USD).withFloor(usd(-1)));

        assertThatThrownBy(() -> acme().chart().apply(changed, "wallet-1"))
                .isInstanceOfSatisfying(ZentraException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
                    assertThat(e.details()).containsEntry("field", "accounts.income:fees.floor_minor");
                });
    }

    @Test
    void appliesOneTemplateToManyTenants() {
        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book other = ledger().tenant("other").as(Actor.service("svc_edge"));
        acme().chart().apply(WALLET, "wallet-1").orElseThrow();
        other.chart().apply(WALLET, "wallet-1").orElseThrow();

        assertThat(other.accounts().list("", 10)).hasSize(3);
        other.ledgers().verify().requireSound();
    }

    @Test
    void refusesTemplatesThatAreNone() {
        NewAccount one = NewAccount.credit("a", USD);
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> ChartTemplate.of("empty"));
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> ChartTemplate.of("twice", one, one.withoutFloor()));
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> numbered("n", 0, ChartTemplate.MAX_ACCOUNTS + 1));
        assertRefused(ErrorCode.INVALID_ID, () -> ChartTemplate.of("not an id", one));
        assertRefused(ErrorCode.INVALID_KEY, () -> acme().chart().apply(WALLET, ""));
    }

    @Test
    void rollsUpWhatLiesBelowAPath() {
        acme().chart().apply(WALLET, "wallet-1").orElseThrow();
        acme().accounts().open(NewAccount.debit("assets:cash", USD).withoutFloor());
        acme().accounts().open(NewAccount.debit("assets:cash-box", USD).withoutFloor());
        acme().accounts().open(NewAccount.debit("assets:cashier:1", USD).withoutFloor());
        acme().accounts().open(NewAccount.credit("customer:eur", EUR));
        acme().ledgers().post("assets:cash:usd", "customer:42", usd(100), "1").orElseThrow();
        acme().ledgers().post("assets:cash", "customer:42", usd(20), "2").orElseThrow();
        acme().ledgers().post("assets:cash-box", "customer:42", usd(3_000), "3").orElseThrow();
        acme().ledgers()
                .post("assets:cashier:1", "customer:42", usd(40_000), "4")
                .orElseThrow();
        acme().ledgers()
                .post("assets:cash:eur", "customer:eur", Money.ofMinor(7, EUR), "5")
                .orElseThrow();
        acme().ledgers()
                .hold(PostingRequest.of("customer:42", "assets:cash:usd", usd(30), "6"))
                .orElseThrow();

        List<RollUp> cash = acme().chart().rollUp("assets:cash");
        assertThat(cash).extracting(line -> line.asset().code()).containsExactly("EUR", "USD");
        assertThat(cash).extracting(RollUp::accounts).containsExactly(1L, 2L);
        assertThat(cash.get(0).posted(Side.DEBIT)).isEqualTo(7);
        assertThat(cash.get(1).posted(Side.DEBIT)).isEqualTo(120);
        assertThat(cash.get(1).posted(Side.CREDIT)).isEqualTo(-120);
        assertThat(cash.get(1).available(Side.DEBIT)).isEqualTo(90);
        assertThat(cash.get(1).pending(Side.DEBIT)).isEqualTo(90);
        RollUp customers = acme().chart().rollUp("customer").get(1);
        assertThat(customers.available(Side.CREDIT)).isEqualTo(43_090);
        assertThat(acme().chart().rollUp("nothing")).isEmpty();
        assertRefused(ErrorCode.INVALID_ID, () -> acme().chart().rollUp("no path"));
    }

    /** Nine accounts of the largest balance: no sum of a chart may wrap around or fail. */
    @Test
    void sumsBeyond64Bits() {
        BigInteger expected = BigInteger.ZERO;
        acme().accounts().open(NewAccount.debit("assets:cash", USD).withoutFloor());
        for (int i = 0; i < 9; i++) {
            acme().accounts().open(NewAccount.debit("assets:cash:" + i, USD).withoutFloor());
            acme().accounts().open(NewAccount.credit("owed:" + i, USD).withoutFloor());
            acme().ledgers()
                    .post("assets:cash:" + i, "owed:" + i, usd(Long.MAX_VALUE), "k" + i)
                    .orElseThrow();
            expected = expected.add(BigInteger.valueOf(Long.MAX_VALUE));
        }

        assertThat(acme().chart().rollUp("assets:cash").get(0).posted(Side.DEBIT))
                .isEqualTo(expected);
        assertThat(acme().chart().balanceSheet().lines().get(0).assets()).isEqualTo(expected);
        assertThat(acme().chart().trialBalance(1).get(0).debits()).isEqualTo(expected);
        assertThat(acme().ledgers().trialBalance().lines().get(0).debits()).isEqualTo(expected);
    }

    @Test
    void listsTheAccountsBelowAPathPageByPage() {
        for (String id : List.of("a:b", "a:b:1", "a:b:2:x", "a:b-1", "a:b.1", "a:b1", "a:c", "a", "a:b:3")) {
            acme().accounts().open(NewAccount.credit(id, USD));
        }
        for (int limit = 1; limit < 6; limit++) {
            List<String> found = new ArrayList<>();
            List<Account> page = acme().accounts().list("a:b", "", limit);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(limit);
                page.forEach(account -> found.add(account.id()));
                page = acme().accounts().list("a:b", found.get(found.size() - 1), limit);
            }
            assertThat(found).containsExactly("a:b", "a:b:1", "a:b:2:x", "a:b:3");
        }
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> acme().accounts().list("a:b", "", 1_001));
    }

    @Test
    void balancesTheSheetByKinds() {
        acme().chart().apply(WALLET, "wallet-1").orElseThrow();
        acme().accounts().open(NewAccount.of(AccountKind.EQUITY, "equity:owner", USD));
        acme().accounts().open(NewAccount.of(AccountKind.EXPENSE, "expenses:rails", USD));
        acme().accounts()
                .open(NewAccount.of(AccountKind.ASSET, "assets:provision", USD).contra());
        acme().ledgers()
                .post("assets:cash:usd", "equity:owner", usd(1_000), "1")
                .orElseThrow();
        acme().ledgers().post("assets:cash:usd", "customer:42", usd(500), "2").orElseThrow();
        acme().ledgers().post("customer:42", "income:fees", usd(30), "3").orElseThrow();
        acme().ledgers().post("expenses:rails", "assets:cash:usd", usd(12), "4").orElseThrow();
        acme().ledgers().post("expenses:rails", "assets:provision", usd(5), "5").orElseThrow();

        BalanceSheet sheet = acme().chart().balanceSheet();
        assertThat(sheet.isBalanced()).isTrue();
        BalanceSheet.Line line = sheet.lines().get(1);
        assertThat(line.asset()).isEqualTo(USD);
        assertThat(line.assets()).isEqualTo(1_483);
        assertThat(line.liabilities()).isEqualTo(470);
        assertThat(line.equity()).isEqualTo(1_000);
        assertThat(line.income()).isEqualTo(30);
        assertThat(line.expenses()).isEqualTo(17);
        assertThat(line.result()).isEqualTo(13);
        assertThat(line.claims()).isEqualTo(1_483);
    }

    @Test
    void rollsTheTrialBalanceUpToAnyLevel() {
        for (int i = 0; i < 3; i++) {
            acme().chart().apply(numbered("fleet:" + i, 0, 700), "fleet-" + i).orElseThrow();
        }
        acme().ledgers().post("assets:bank", "fleet:1:a699", usd(25), "1").orElseThrow();
        acme().ledgers().post("fleet:1:a699", "fleet:2:a000", usd(5), "2").orElseThrow();

        List<RollUp> two = acme().chart().trialBalance(2);
        assertThat(two)
                .extracting(RollUp::path)
                .containsExactly("assets:bank", "customer:42", "fleet:0", "fleet:1", "fleet:2", "merchant:7");
        assertThat(two).extracting(line -> line.posted(Side.CREDIT).intValue()).containsExactly(-25, 0, 0, 20, 5, 0);
        assertThat(two).extracting(RollUp::accounts).containsExactly(1L, 1L, 700L, 700L, 700L, 1L);
        assertThat(acme().chart().trialBalance(1))
                .extracting(line -> line.path() + " " + line.posted(Side.CREDIT))
                .containsExactly("assets -25", "customer 0", "fleet 25", "merchant 0");
        assertThat(acme().chart().trialBalance(Chart.MAX_LEVELS)).hasSize(2_103);
    }

    /** A month's figures are asked for after the month, when more was posted since, and some of it about the month. */
    @Test
    void sumsAsOfATimeOnEitherAxis() {
        acme().chart().apply(WALLET, "wallet-1").orElseThrow();
        acme().accounts().open(NewAccount.debit("assets:cash", USD).withoutFloor());
        Instant opened = clock().instant();
        for (int i = 0; i < 300; i++) {
            clock().advance(Duration.ofSeconds(1));
            acme().ledgers()
                    .post(PostingRequest.of(
                                    i % 3 == 0 ? "assets:cash" : "assets:cash:usd", "customer:42", usd(i + 1), "k" + i)
                            .effectiveAt(clock().instant().minusSeconds(i % 7 == 0 ? i / 2 : 0)))
                    .orElseThrow();
        }
        acme().accounts().open(NewAccount.debit("assets:cash:box", USD).withoutFloor());
        acme().ledgers()
                .post(PostingRequest.of("assets:cash:box", "income:fees", usd(7), "late")
                        .effectiveAt(opened.plusSeconds(2)))
                .orElseThrow();

        for (TimeAxis axis : TimeAxis.values()) {
            for (int second : new int[] {0, 1, 2, 3, 77, 129, 200, 299, 300, 9_000}) {
                comparePast(axis, opened.plusSeconds(second));
            }
        }
        comparePast(TimeAxis.EFFECTIVE, opened.minusSeconds(5));
        PastChart none = acme().chart().at(TimeAxis.RECORDED, opened.minusSeconds(5));
        assertThat(none.rollUp("assets:cash")).isEmpty();
        assertThat(none.trialBalance(1)).isEmpty();
        assertThat(none.balanceSheet().lines()).isEmpty();
        PastChart now = acme().chart().at(TimeAxis.RECORDED, clock().instant());
        assertThat(now.trialBalance(2).stream().map(line -> line.path() + line.accounts() + line.net()))
                .isEqualTo(acme().chart().trialBalance(2).stream()
                        .map(line -> line.path() + line.accounts() + line.posted(Side.DEBIT))
                        .toList());
        assertThat(acme().chart().at(TimeAxis.RECORDED, opened).trialBalance(3))
                .extracting(PastRollUp::path)
                .doesNotContain("assets:cash:box");
        assertThat(acme().chart().at(TimeAxis.EFFECTIVE, opened).rollUp("nothing"))
                .isEmpty();
    }

    private void comparePast(TimeAxis axis, Instant time) {
        PastChart then = acme().chart().at(axis, time);
        long cash = posted(axis, time, "assets:cash", "assets:cash:box", "assets:cash:usd");
        assertThat(then.rollUp("assets:cash"))
                .extracting(line -> line.asset().code() + " " + line.posted(Side.DEBIT))
                .as("%s %s", axis, time)
                .containsExactly("EUR 0", "USD " + cash);
        BalanceSheet.Line sheet = then.balanceSheet().lines().get(1);
        assertThat(sheet.asset()).isEqualTo(USD);
        assertThat(sheet.assets()).as("%s %s", axis, time).isEqualTo(cash);
        assertThat(sheet.liabilities()).isEqualTo(posted(axis, time, "customer:42"));
        assertThat(sheet.income()).isEqualTo(posted(axis, time, "income:fees"));
        assertThat(sheet.claims()).isEqualTo(cash);
        assertThat(then.trialBalance(3).stream().map(PastRollUp::net).reduce(BigInteger.ZERO, BigInteger::add))
                .isZero();
    }

    @Test
    void refusesAPastThatIsNone() {
        PastChart now = acme().chart().at(TimeAxis.EFFECTIVE, clock().instant());
        assertRefused(ErrorCode.INVALID_EFFECTIVE_TIME, () -> acme().chart().at(TimeAxis.RECORDED, Instant.MAX));
        assertRefused(ErrorCode.INVALID_ID, () -> now.rollUp("no path"));
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> now.trialBalance(0));
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> now.trialBalance(Chart.MAX_LEVELS + 1));
    }

    private long posted(TimeAxis axis, Instant time, String... accounts) {
        return Stream.of(accounts)
                .mapToLong(
                        account -> acme().ledgers().balance(account, axis, time).minor())
                .sum();
    }

    @Test
    void refusesATrialBalanceOfNoLevelsOrOfTooManyLines() {
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> acme().chart().trialBalance(0));
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> acme().chart().trialBalance(Chart.MAX_LEVELS + 1));
        for (int i = 0; i < Chart.MAX_LINES / ChartTemplate.MAX_ACCOUNTS; i++) {
            acme().chart()
                    .apply(numbered("many", i * ChartTemplate.MAX_ACCOUNTS, ChartTemplate.MAX_ACCOUNTS), "many-" + i)
                    .orElseThrow();
        }
        assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> acme().chart().trialBalance(2));
        assertThat(acme().chart().trialBalance(1)).hasSize(4);
    }

    private static ChartTemplate numbered(String path, int first, int count) {
        List<NewAccount> accounts = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            accounts.add(NewAccount.credit("%s:a%03d".formatted(path, i), USD));
        }
        return new ChartTemplate("numbered", accounts);
    }

    private List<String> types(long afterSeq) {
        return acme().journal().after(afterSeq, 100).stream().map(Event::type).toList();
    }

    private static void assertRefused(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
