package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Money;
import io.zentra.ledger.Account;
import io.zentra.ledger.AccountKind;
import io.zentra.ledger.AccountStatus;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Side;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the limits and switches of an account stop, and what they let through. */
public abstract class AccountContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final String WALLET = "wallet:1";

    /** For subclasses. */
    protected AccountContract() {}

    @Test
    void opensAccountsOfEveryKindOnTheirNormalSides() {
        for (AccountKind kind : AccountKind.values()) {
            Account account = acme().accounts().open(NewAccount.of(kind, "chart:" + kind.code(), USD));

            assertThat(account.kind()).isEqualTo(kind);
            assertThat(account.normalSide()).isEqualTo(kind.normalSide());
            assertThat(acme().accounts().find(account.id())).contains(account);
        }
        Account contra = acme().accounts()
                .open(NewAccount.of(AccountKind.INCOME, "income:refunds", USD).contra());
        assertThat(contra.normalSide()).isEqualTo(Side.DEBIT);
    }

    @Test
    void stopsWhatWouldPassTheCeilingAndLetsTheRestIn() {
        acme().accounts().open(NewAccount.credit(WALLET, USD).withCeiling(usd(1_000)));
        transfer(BANK, WALLET, 1_000, "fill");

        assertThat(codeOf(BANK, WALLET, 1, "more")).isEqualTo(ErrorCode.CEILING_CROSSED);
        transfer(WALLET, MERCHANT, 400, "pay");
        assertThat(codeOf(BANK, WALLET, 401, "too much again")).isEqualTo(ErrorCode.CEILING_CROSSED);
        transfer(BANK, WALLET, 400, "refill");
        assertThat(posted(WALLET)).isEqualTo(1_000);
    }

    @Test
    void countsWhatIsHeldForAnAccountAgainstItsCeiling() {
        acme().accounts().open(NewAccount.credit(WALLET, USD).withCeiling(usd(1_000)));
        Hold hold = hold(BANK, WALLET, 700, "incoming");

        assertThat(codeOf(BANK, WALLET, 301, "beside")).isEqualTo(ErrorCode.CEILING_CROSSED);
        transfer(BANK, WALLET, 300, "beside it fits");
        assertThat(code(acme().ledgers().hold(PostingRequest.of(BANK, WALLET, usd(1), "one-more"))))
                .isEqualTo(ErrorCode.CEILING_CROSSED);
        acme().ledgers().capture(hold.id(), "capture").orElseThrow(); // was counted when it was held
        assertThat(posted(WALLET)).isEqualTo(1_000);
    }

    /** To release what an account was to pay gives it nothing that it did not have. */
    @Test
    void aReleaseIsNeverStoppedByACeiling() {
        acme().accounts().open(NewAccount.credit(WALLET, USD).withCeiling(usd(1_000)));
        transfer(BANK, WALLET, 1_000, "fill");
        Hold hold = hold(WALLET, MERCHANT, 600, "outgoing");

        assertThat(codeOf(BANK, WALLET, 1, "while held")).isEqualTo(ErrorCode.CEILING_CROSSED);
        acme().ledgers().release(hold.id(), "release").orElseThrow();
        assertThat(acme().accounts().balances(WALLET).available()).isEqualTo(usd(1_000));
    }

    @Test
    void otherLimitsHoldFromThenOn() {
        fund(500);
        acme().accounts().limit(CUSTOMER, usd(-100), usd(800));
        transfer(CUSTOMER, MERCHANT, 600, "overdraft");

        assertThat(codeOf(CUSTOMER, MERCHANT, 1, "beyond")).isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(codeOf(BANK, CUSTOMER, 901, "above")).isEqualTo(ErrorCode.CEILING_CROSSED);
        acme().accounts().limit(CUSTOMER, usd(0), null); // it stands below its floor now
        assertThat(codeOf(CUSTOMER, MERCHANT, 1, "not further")).isEqualTo(ErrorCode.FLOOR_CROSSED);
        transfer(BANK, CUSTOMER, 50, "upwards, though still below");
        transfer(BANK, CUSTOMER, 5_000, "no ceiling any more");
        assertThat(posted(CUSTOMER)).isEqualTo(4_950);
    }

    @Test
    void theSameLimitsAgainRecordNothing() {
        acme().accounts().limit(CUSTOMER, usd(-100), usd(800));
        long events = acme().journal().size();
        Account account = acme().accounts().limit(CUSTOMER, usd(-100), usd(800));

        assertThat(account.floor()).isEqualTo(usd(-100));
        assertThat(account.ceiling()).isEqualTo(usd(800));
        assertThat(acme().journal().size()).isEqualTo(events);
    }

    @Test
    void refusesLimitsThatContradictEachOtherOrAreOfAnotherAsset() {
        refuses(ErrorCode.INVALID_LIMITS, () -> acme().accounts().limit(CUSTOMER, usd(1), usd(0)));
        refuses(ErrorCode.INVALID_LIMITS, () -> NewAccount.credit(WALLET, USD).withCeiling(usd(-1)));
        refuses(ErrorCode.UNKNOWN_ACCOUNT, () -> acme().accounts().limit("nobody", usd(0), null));
        refuses(ErrorCode.ASSET_MISMATCH, () -> acme().accounts().limit(CUSTOMER, null, Money.parse("1.00 EUR")));
        acme().accounts().close(CUSTOMER);
        refuses(ErrorCode.ACCOUNT_CLOSED, () -> acme().accounts().limit(CUSTOMER, usd(0), null));
    }

    @Test
    void freezesOneSideAndLeavesTheOther() {
        fund(500);
        assertThat(acme().accounts().freeze(CUSTOMER, Side.DEBIT).status()).isEqualTo(AccountStatus.DEBITS_FROZEN);

        assertThat(codeOf(CUSTOMER, MERCHANT, 1, "out")).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        transfer(BANK, CUSTOMER, 100, "in");
        assertThat(acme().accounts().freeze(CUSTOMER, Side.CREDIT).status()).isEqualTo(AccountStatus.FROZEN);
        assertThat(codeOf(BANK, CUSTOMER, 1, "in no more")).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        assertThat(acme().accounts().unfreeze(CUSTOMER, Side.DEBIT).status()).isEqualTo(AccountStatus.CREDITS_FROZEN);
        transfer(CUSTOMER, MERCHANT, 600, "out again");
        assertThat(acme().accounts().unfreeze(CUSTOMER).status()).isEqualTo(AccountStatus.OPEN);
        assertThat(types(CUSTOMER))
                .containsExactly(
                        "account.opened", "account.frozen", "account.frozen", "account.unfrozen", "account.unfrozen");
    }

    @Test
    void aFrozenSideStopsCapturesButNotReleases() {
        fund(500);
        Hold hold = hold(CUSTOMER, MERCHANT, 300, "hold");
        acme().accounts().freeze(CUSTOMER, Side.DEBIT);

        assertThat(code(acme().ledgers().capture(hold.id(), "capture"))).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        acme().ledgers().release(hold.id(), "release").orElseThrow();
        assertThat(acme().accounts().balances(CUSTOMER).available()).isEqualTo(usd(500));
    }

    @Test
    void closesOnlyAtZeroAndReopens() {
        fund(500);
        refuses(ErrorCode.ACCOUNT_NOT_EMPTY, () -> acme().accounts().close(CUSTOMER));
        transfer(CUSTOMER, MERCHANT, 500, "empty it");
        Hold incoming = hold(BANK, CUSTOMER, 1, "still to come");
        refuses(ErrorCode.ACCOUNT_NOT_EMPTY, () -> acme().accounts().close(CUSTOMER));
        acme().ledgers().release(incoming.id(), "release").orElseThrow();
        acme().accounts().close(CUSTOMER);

        assertThat(codeOf(BANK, CUSTOMER, 1, "closed")).isEqualTo(ErrorCode.ACCOUNT_CLOSED);
        refuses(ErrorCode.ACCOUNT_CLOSED, () -> acme().accounts().freeze(CUSTOMER));
        assertThat(acme().accounts().reopen(CUSTOMER).status()).isEqualTo(AccountStatus.OPEN);
        assertThat(acme().accounts().reopen(CUSTOMER).status()).isEqualTo(AccountStatus.OPEN);
        transfer(BANK, CUSTOMER, 1, "open again");
        assertThat(types(CUSTOMER)).containsExactly("account.opened", "account.closed", "account.reopened");
    }

    /** What a service does at every start must not fail once an operator has changed something. */
    @Test
    void theSameOpeningAgainAnswersTheAccountAsItIs() {
        NewAccount wallet = NewAccount.credit(WALLET, USD).withCeiling(usd(1_000));
        acme().accounts().open(wallet);
        acme().accounts().limit(WALLET, usd(0), usd(2_000));
        acme().accounts().freeze(WALLET);

        Account again = acme().accounts().open(wallet);
        assertThat(again.ceiling()).isEqualTo(usd(2_000));
        assertThat(again.status()).isEqualTo(AccountStatus.FROZEN);
        refuses(ErrorCode.ACCOUNT_EXISTS, () -> acme().accounts().open(wallet.withCeiling(usd(2_000))));
        refuses(
                ErrorCode.ACCOUNT_EXISTS,
                () -> acme().accounts()
                        .open(NewAccount.of(AccountKind.EQUITY, WALLET, USD).withCeiling(usd(1_000))));
    }

    private List<String> types(String account) {
        return acme().journal().after(0, 1_000).stream()
                .filter(event -> event.subject().filter(account::equals).isPresent())
                .map(Event::type)
                .toList();
    }

    private void transfer(String debit, String credit, long minor, String key) {
        acme().ledgers().post(debit, credit, usd(minor), key.replace(' ', '-')).orElseThrow();
    }

    private ErrorCode codeOf(String debit, String credit, long minor, String key) {
        return code(acme().ledgers().post(debit, credit, usd(minor), key.replace(' ', '-')));
    }

    private Hold hold(String debit, String credit, long minor, String key) {
        return acme().ledgers()
                .hold(PostingRequest.of(debit, credit, usd(minor), key.replace(' ', '-')))
                .orElseThrow();
    }

    private static void refuses(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ZentraException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
