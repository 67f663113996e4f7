package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.AppliedChart;
import io.zentra.ledger.BalanceSheet;
import io.zentra.ledger.ChartTemplate;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PastChart;
import io.zentra.ledger.PastRollUp;
import io.zentra.ledger.RollUp;
import io.zentra.ledger.Side;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/ledger.md on the chart, as they stand there. */
class ChartGuideTest {
    private static final Asset USD = Asset.iso("USD");
    private static final Asset EUR = Asset.iso("EUR");

    static final ChartTemplate WALLET = ChartTemplate.of(
            "wallet",
            NewAccount.debit("assets:cash:usd", USD).withoutFloor(),
            NewAccount.debit("assets:cash:eur", EUR).withoutFloor(),
            NewAccount.of(AccountKind.EQUITY, "equity:owner", USD),
            NewAccount.of(AccountKind.INCOME, "income:fees", USD));

    private final ZentraLedger ledger = ZentraLedger.open(Storage.inMemory());
    private ZentraLedger.Book acme;

    @BeforeEach
    void createTenant() {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
    }

    @AfterEach
    void verify() {
        acme.ledgers().verify().requireSound();
        ledger.close();
    }

    @Test
    void aChartFromATemplate() {
        AppliedChart chart = acme.chart().apply(WALLET, "wallet-1").orElseThrow();
        assertThat(chart.opened()).hasSize(4);
        acme.ledgers()
                .post("assets:cash:usd", "equity:owner", Money.parse("100.00 USD"), "capital")
                .orElseThrow();

        List<RollUp> cash = acme.chart().rollUp("assets:cash"); // a line an asset
        cash.get(1).posted(Side.DEBIT);
        List<RollUp> tops = acme.chart().trialBalance(1); // assets, equity, income, …
        BalanceSheet sheet = acme.chart().balanceSheet();
        List<Account> below = acme.accounts().list("assets:cash", "", 100);

        PastChart october = acme.chart().at(TimeAxis.EFFECTIVE, Instant.parse("2026-10-31T23:59:59.999999Z"));
        List<PastRollUp> then = october.rollUp("assets:cash");
        BalanceSheet monthEnd = october.balanceSheet();

        assertThat(cash.get(1).posted(Side.DEBIT)).isEqualTo(10_000);
        assertThat(tops).extracting(RollUp::path).containsExactly("assets", "assets", "equity", "income");
        assertThat(sheet.isBalanced()).isTrue();
        assertThat(then.get(1).posted(Side.DEBIT)).isZero();
        assertThat(monthEnd.isBalanced()).isTrue();
        assertThat(below).extracting(Account::id).containsExactly("assets:cash:eur", "assets:cash:usd");
    }
}
