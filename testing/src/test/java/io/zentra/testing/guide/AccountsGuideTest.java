package io.zentra.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Posting;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/ledger.md on what may become of accounts, as they stand there. */
class AccountsGuideTest {
    private final Asset usd = Asset.iso("USD");
    private final ZentraLedger ledger = ZentraLedger.open(Storage.inMemory());
    private ZentraLedger.Book acme;

    @BeforeEach
    void openAccounts() {
        ledger.createTenant("acme", TenantConfig.standard(), Actor.service("setup"));
        acme = ledger.tenant("acme").as(Actor.service("svc_edge"));
        acme.accounts().open(NewAccount.debit("assets:bank", usd).withoutFloor());
        acme.accounts().open(NewAccount.credit("customer:42", usd));
        acme.accounts().open(NewAccount.credit("merchant:7", usd));
        acme.ledgers()
                .post("assets:bank", "customer:42", usd("50.00"), "top-up-1")
                .orElseThrow();
    }

    @AfterEach
    void verify() {
        acme.ledgers().verify().requireSound();
        ledger.close();
    }

    @Test
    void limits() {
        Account overdraft = acme.accounts()
                .setFloor("customer:42", usd("-200.00"), "overdraft-7")
                .orElseThrow();
        Account limited = acme.accounts()
                .setCeiling("customer:42", usd("5000.00"), "ceiling-7")
                .orElseThrow();
        Account again =
                acme.accounts().removeCeiling("customer:42", "ceiling-8").orElseThrow();

        assertThat(overdraft.floor()).isEqualTo(usd("-200.00"));
        assertThat(limited.floor()).isEqualTo(usd("-200.00"));
        assertThat(again).isEqualTo(overdraft);

        acme.accounts().setFloor("customer:42", usd("0.00"), "overdraft-8").orElseThrow();
        assertThat(acme.accounts()
                        .setFloor("customer:42", usd("-200.00"), "overdraft-7")
                        .orElseThrow())
                .isEqualTo(overdraft);
        assertThat(acme.accounts().find("customer:42").orElseThrow().floor()).isEqualTo(usd("0.00"));
    }

    @Test
    void freezing() {
        acme.accounts().freeze("customer:42", Side.DEBIT, "case-31").orElseThrow(); // nothing goes out
        acme.ledgers()
                .post("assets:bank", "customer:42", usd("10.00"), "salary-11")
                .orElseThrow();
        Outcome<Posting> out =
                acme.ledgers().post("customer:42", "merchant:7", usd("10.00"), "order-9"); // account_frozen
        acme.accounts().unfreeze("customer:42", "case-31-closed").orElseThrow();

        assertThat(code(out)).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
    }

    @Test
    void closing() {
        Outcome<Account> tooEarly = acme.accounts().close("customer:42", "leaves"); // account_not_empty
        acme.ledgers()
                .compose(Composition.of(
                        "pays-out", Movement.all(usd).from("customer:42").to("assets:bank")))
                .orElseThrow();
        acme.accounts().close("customer:42", "leaves-empty").orElseThrow();
        Account back = acme.accounts().reopen("customer:42", "comes-back").orElseThrow();

        assertThat(code(tooEarly)).isEqualTo(ErrorCode.ACCOUNT_NOT_EMPTY);
        assertThat(back.status()).isEqualTo(AccountStatus.OPEN);
    }

    /** A key counts for its operation. */
    @Test
    void oneKeyUnderTwoOperationsIsTwoRequests() {
        Movement ten = Movement.exactly(usd("10.00")).from("customer:42").to("merchant:7");
        acme.ledgers()
                .post("customer:42", "merchant:7", usd("10.00"), "order-9")
                .orElseThrow();
        acme.ledgers().compose(Composition.of("order-9", ten)).orElseThrow();

        assertThat(acme.accounts().balances("merchant:7").posted()).isEqualTo(usd("20.00"));
    }

    private static ErrorCode code(Outcome<?> outcome) {
        return ((Outcome.Declined<?>) outcome).code();
    }

    private Money usd(String amount) {
        return Money.parse(amount + " USD");
    }
}
