package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zentra.core.commit.Outcome;
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
import java.util.Map;
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

    /** A limit that a host has forgotten to give is not the lack of one, and a side that is missing not both. */
    @Test
    @SuppressWarnings("NullAway") // that is the point
    void takesNothingMissingForNoLimitOrBothSides() {
        Account before =
                acme().accounts().setFloor(CUSTOMER, usd(-100), "floor").orElseThrow();
        Money limit = null;
        Side side = null;
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> acme().accounts().setFloor(CUSTOMER, limit, "no floor"),
                () -> acme().accounts().setCeiling(CUSTOMER, limit, "no ceiling"),
                () -> acme().accounts().freeze(CUSTOMER, side, "no side"),
                () -> acme().accounts().unfreeze(CUSTOMER, side, "no side either"))) {
            assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
        }
        assertThat(acme().accounts().find(CUSTOMER)).contains(before);
    }

    @Test
    void otherLimitsHoldFromThenOn() {
        fund(500);
        acme().accounts().setFloor(CUSTOMER, usd(-100), "overdraft").orElseThrow();
        acme().accounts().setCeiling(CUSTOMER, usd(800), "most").orElseThrow();
        transfer(CUSTOMER, MERCHANT, 600, "overdraft");

        assertThat(codeOf(CUSTOMER, MERCHANT, 1, "beyond")).isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(codeOf(BANK, CUSTOMER, 901, "above")).isEqualTo(ErrorCode.CEILING_CROSSED);
        acme().accounts().setFloor(CUSTOMER, usd(0), "no-overdraft").orElseThrow(); // it stands below its floor now
        acme().accounts().removeCeiling(CUSTOMER, "no-ceiling").orElseThrow();
        assertThat(codeOf(CUSTOMER, MERCHANT, 1, "not further")).isEqualTo(ErrorCode.FLOOR_CROSSED);
        transfer(BANK, CUSTOMER, 50, "upwards, though still below");
        transfer(BANK, CUSTOMER, 5_000, "no ceiling any more");
        assertThat(posted(CUSTOMER)).isEqualTo(4_950);
    }

    /** Who raised a ceiling once lost the floor by it, because the call for both had to repeat the other. */
    @Test
    void aChangedLimitLeavesTheOneThatItDoesNotName() {
        acme().accounts().setFloor(CUSTOMER, usd(-100), "floor").orElseThrow();
        Account both =
                acme().accounts().setCeiling(CUSTOMER, usd(800), "ceiling").orElseThrow();
        assertThat(both.floor()).isEqualTo(usd(-100));
        assertThat(both.ceiling()).isEqualTo(usd(800));

        Account noFloor = acme().accounts().removeFloor(CUSTOMER, "no-floor").orElseThrow();
        assertThat(noFloor.floor()).isNull();
        assertThat(noFloor.ceiling()).isEqualTo(usd(800));
        acme().accounts().setFloor(CUSTOMER, usd(-1), "floor-again").orElseThrow();
        Account noCeiling =
                acme().accounts().removeCeiling(CUSTOMER, "no-ceiling").orElseThrow();
        assertThat(noCeiling.floor()).isEqualTo(usd(-1));
        assertThat(noCeiling.ceiling()).isNull();
        assertThat(acme().accounts().find(CUSTOMER)).contains(noCeiling);
    }

    @Test
    void declinesLimitsThatContradictEachOtherOrAreOfAnotherAsset() {
        Money euro = Money.parse("1.00 EUR");
        Outcome<Account> contradicting = acme().accounts().setCeiling(CUSTOMER, usd(-1), "contradicting");
        assertThat(code(contradicting)).isEqualTo(ErrorCode.INVALID_LIMITS);
        assertThat(((Outcome.Declined<Account>) contradicting).details())
                .containsOnly(
                        Map.entry("account", CUSTOMER),
                        Map.entry("asset", "USD"),
                        Map.entry("floor_minor", "0"),
                        Map.entry("ceiling_minor", "-1"));
        assertThat(code(acme().accounts().setCeiling(CUSTOMER, euro, "euro"))).isEqualTo(ErrorCode.ASSET_MISMATCH);
        assertThat(code(acme().accounts().setFloor(CUSTOMER, euro, "euros"))).isEqualTo(ErrorCode.ASSET_MISMATCH);
        assertThat(code(acme().accounts().setFloor("nobody", usd(0), "nobody"))).isEqualTo(ErrorCode.UNKNOWN_ACCOUNT);
        refuses(ErrorCode.INVALID_LIMITS, () -> NewAccount.credit(WALLET, USD).withCeiling(usd(-1)));
        acme().accounts().close(CUSTOMER, "close").orElseThrow();
        assertThat(code(acme().accounts().removeFloor(CUSTOMER, "closed"))).isEqualTo(ErrorCode.ACCOUNT_CLOSED);
        assertThat(types(CUSTOMER)).containsExactly("account.opened", "account.closed");
    }

    @Test
    void freezesOneSideAndLeavesTheOther() {
        fund(500);
        assertThat(acme().accounts()
                        .freeze(CUSTOMER, Side.DEBIT, "freeze-1")
                        .orElseThrow()
                        .status())
                .isEqualTo(AccountStatus.DEBITS_FROZEN);

        assertThat(codeOf(CUSTOMER, MERCHANT, 1, "out")).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        transfer(BANK, CUSTOMER, 100, "in");
        assertThat(acme().accounts()
                        .freeze(CUSTOMER, Side.CREDIT, "freeze-2")
                        .orElseThrow()
                        .status())
                .isEqualTo(AccountStatus.FROZEN);
        assertThat(codeOf(BANK, CUSTOMER, 1, "in no more")).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        assertThat(acme().accounts()
                        .unfreeze(CUSTOMER, Side.DEBIT, "unfreeze-1")
                        .orElseThrow()
                        .status())
                .isEqualTo(AccountStatus.CREDITS_FROZEN);
        transfer(CUSTOMER, MERCHANT, 600, "out again");
        assertThat(acme().accounts()
                        .unfreeze(CUSTOMER, "unfreeze-2")
                        .orElseThrow()
                        .status())
                .isEqualTo(AccountStatus.OPEN);
        assertThat(types(CUSTOMER))
                .containsExactly(
                        "account.opened", "account.frozen", "account.frozen", "account.unfrozen", "account.unfrozen");
    }

    @Test
    void aFrozenSideStopsCapturesButNotReleases() {
        fund(500);
        Hold hold = hold(CUSTOMER, MERCHANT, 300, "hold");
        acme().accounts().freeze(CUSTOMER, Side.DEBIT, "freeze-3").orElseThrow();

        assertThat(code(acme().ledgers().capture(hold.id(), "capture"))).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        acme().ledgers().release(hold.id(), "release").orElseThrow();
        assertThat(acme().accounts().balances(CUSTOMER).available()).isEqualTo(usd(500));
    }

    @Test
    void closesOnlyAtZeroAndReopens() {
        fund(500);
        refuses(
                ErrorCode.ACCOUNT_NOT_EMPTY,
                () -> acme().accounts().close(CUSTOMER, "close-2").orElseThrow());
        transfer(CUSTOMER, MERCHANT, 500, "empty it");
        Hold incoming = hold(BANK, CUSTOMER, 1, "still to come");
        refuses(
                ErrorCode.ACCOUNT_NOT_EMPTY,
                () -> acme().accounts().close(CUSTOMER, "close-3").orElseThrow());
        acme().ledgers().release(incoming.id(), "release").orElseThrow();
        acme().accounts().close(CUSTOMER, "close-4").orElseThrow();

        assertThat(codeOf(BANK, CUSTOMER, 1, "closed")).isEqualTo(ErrorCode.ACCOUNT_CLOSED);
        refuses(
                ErrorCode.ACCOUNT_CLOSED,
                () -> acme().accounts().freeze(CUSTOMER, "freeze-4").orElseThrow());
        assertThat(acme().accounts().reopen(CUSTOMER, "reopen-1").orElseThrow().status())
                .isEqualTo(AccountStatus.OPEN);
        assertThat(acme().accounts().reopen(CUSTOMER, "reopen-2").orElseThrow().status())
                .isEqualTo(AccountStatus.OPEN);
        transfer(BANK, CUSTOMER, 1, "open again");
        assertThat(types(CUSTOMER))
                .as("what changed nothing is there too")
                .containsExactly("account.opened", "account.closed", "account.reopened", "account.reopened");
    }

    /** What a service does at every start must not fail once an operator has changed something. */
    @Test
    void theSameOpeningAgainAnswersTheAccountAsItIs() {
        NewAccount wallet = NewAccount.credit(WALLET, USD).withCeiling(usd(1_000));
        acme().accounts().open(wallet);
        acme().accounts().setCeiling(WALLET, usd(2_000), "raise").orElseThrow();
        acme().accounts().freeze(WALLET, "freeze-5").orElseThrow();

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
