package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.core.storage.Storage;
import io.zentra.ledger.Account;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Composed;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Reversals;
import io.zentra.ledger.Share;
import io.zentra.ledger.Statement;
import io.zentra.ledger.StatementRequest;
import io.zentra.ledger.TimeAxis;
import io.zentra.ledger.ZentraLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What users of other ledgers suffered, and what happens here instead: a story each, with its source. Those that other
 * contracts tell already are named in docs/known-pains.md.
 */
public abstract class KnownFaultsContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final String FEES = "income:fees";
    private static final String WALLET = "wallet:1";
    private static final Duration DAY = Duration.ofDays(1);

    /** For subclasses. */
    protected KnownFaultsContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        acme().accounts().open(NewAccount.credit(FEES, USD));
        fund(1_000);
    }

    /**
     * Midaz (pull request 2317): a cancelled hold that had drawn on an overdraft gave all of itself back as available money,
     * and the overdraft stayed used. Here a hold beyond zero, a part captured, a part of that refunded and the rest let go
     * come to the one balance that the entries come to.
     */
    @Test
    void aHoldThatDrawsOnAnOverdraftGivesBackWhatItTook() {
        acme().accounts().setFloor(CUSTOMER, usd(-500), "limit-1").orElseThrow();
        Hold hold = hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(1_400), "hold"));
        requireBalances(CUSTOMER, 1_000, -400, -400);
        assertThat(refusal(() -> acme().ledgers().post(CUSTOMER, MERCHANT, usd(101), "beyond")))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);

        Posting capture =
                acme().ledgers().capture(hold.id(), usd(1_100), "capture").orElseThrow();
        requireBalances(CUSTOMER, -100, -400, -400);
        reversals().reverse(capture.id(), usd(250), "refund").orElseThrow();
        requireBalances(CUSTOMER, 150, -150, -150);
        acme().ledgers().release(hold.id(), "release").orElseThrow();
        requireBalances(CUSTOMER, 150, 150, 150);
        assertThat(refusal(() -> reversals().reverse(capture.id(), usd(851), "more-than-is-left")))
                .isEqualTo(ErrorCode.REVERSAL_EXCEEDED);
        reversals().reverse(capture.id(), usd(850), "the-rest").orElseThrow();
        requireBalances(CUSTOMER, 1_000, 1_000, 1_000);
        requireBalances(MERCHANT, 0, 0, 0);
    }

    /**
     * Midaz (pull request 2437): money that was only held for an overdrawn account repaid its overdraft at once, doubled what
     * was used, and damaged it again when the hold was cancelled. Here nobody can spend what has not come.
     */
    @Test
    void whatIsHeldForAnOverdrawnAccountCountsOnceItIsCaptured() {
        acme().accounts().open(NewAccount.credit(WALLET, USD).withFloor(usd(-500)));
        acme().ledgers().post(WALLET, MERCHANT, usd(300), "overdraw").orElseThrow();
        Hold incoming = hold(PostingRequest.of(CUSTOMER, WALLET, usd(400), "incoming"));
        requireBalances(WALLET, -300, 100, -300);
        assertThat(refusal(() -> acme().ledgers().post(WALLET, MERCHANT, usd(201), "not-there-yet")))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);

        acme().ledgers().release(incoming.id(), usd(150), "less").orElseThrow();
        requireBalances(WALLET, -300, -50, -300);
        acme().ledgers().capture(incoming.id(), "arrived").orElseThrow();
        requireBalances(WALLET, -50, -50, -50);
        Hold cancelled = hold(PostingRequest.of(CUSTOMER, WALLET, usd(400), "another"));
        acme().ledgers().release(cancelled.id(), "cancelled").orElseThrow();
        requireBalances(WALLET, -50, -50, -50);
    }

    /**
     * Blnk (issue 182): a hold that was rejected for lack of money left a second record of itself, and who committed that one
     * overdrew the account. Here a refusal leaves no hold under any id, also once the money is there.
     */
    @Test
    void aRefusedHoldIsNeverCaptured() {
        PostingRequest request = PostingRequest.of(CUSTOMER, MERCHANT, usd(1_001), "hold");
        Outcome<Hold> refused = acme().ledgers().hold(request);
        assertThat(code(refused)).isEqualTo(ErrorCode.FLOOR_CROSSED);
        fund(5_000, "more");

        assertThat(acme().ledgers().hold(request)).isEqualTo(new Outcome.Replayed<>(refused, 1));
        assertThat(acme().ledgers().holds().list("", 10)).isEmpty();
        assertThat(refusal(() -> acme().ledgers().capture("hold", "by-its-key")))
                .isEqualTo(ErrorCode.UNKNOWN_HOLD);
        requireBalances(CUSTOMER, 6_000, 6_000, 6_000);
    }

    /**
     * Blnk (pull request 315): of a commit or void with a leg that could not be covered, that side was left out, and the
     * record said that all was applied. Here one leg that can take no part declines all of them, and the hold stays as it is.
     */
    @Test
    void aLegThatCannotTakePartStopsAllLegs() {
        Hold hold = hold(sale("held"));
        Posting posted = acme().ledgers().post(sale("posted")).orElseThrow();
        acme().accounts().freeze(FEES, "freeze-1").orElseThrow();
        Part half =
                Part.lines().debit(CUSTOMER, usd(50)).credit(MERCHANT, usd(48)).credit(FEES, usd(2));

        assertThat(refusal(() -> acme().ledgers().capture(hold.id(), "all"))).isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        assertThat(refusal(() -> acme().ledgers().holds().capture(hold.id(), half, "half")))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        assertThat(refusal(() -> acme().ledgers().holds().captureFinal(hold.id(), half, "final")))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        assertThat(refusal(() -> reversals().reverse(posted.id(), half, "refund")))
                .isEqualTo(ErrorCode.ACCOUNT_FROZEN);
        assertThat(acme().ledgers().holds().find(hold.id())).contains(hold);
        assertThat(reversals().left(posted.id())).hasSize(3);
        acme().accounts().unfreeze(FEES, "unfreeze-1").orElseThrow();
        acme().ledgers().capture(hold.id(), "all-legs").orElseThrow();
        requireBalances(FEES, 6, 6, 6);
    }

    /**
     * Blnk (issues 152 and 374): a refund could be asked for again and again and was paid each time; later it was answered
     * with a conflict, and took the first refund back all the same. Here a refusal moves nothing, whatever it is asked of.
     */
    @Test
    void aRepeatedRefundMovesNothing() {
        Posting sale =
                acme().ledgers().post(CUSTOMER, MERCHANT, usd(100), "sale").orElseThrow();
        Posting refund = acme().ledgers().reverse(sale.id(), "refund").orElseThrow();

        for (String again : List.of("second", "third")) {
            assertThat(refusal(() -> acme().ledgers().reverse(sale.id(), again)))
                    .isEqualTo(ErrorCode.ALREADY_REVERSED);
            assertThat(refusal(() -> reversals().reverse(sale.id(), usd(1), again + "-in-part")))
                    .isEqualTo(ErrorCode.ALREADY_REVERSED);
        }
        assertThat(acme().ledgers().reverse(sale.id(), "refund").orElseThrow()).isEqualTo(refund);
        requireBalances(CUSTOMER, 1_000, 1_000, 1_000);
        assertThat(reversals().of(sale.id(), "", 10)).containsExactly(refund);
    }

    /**
     * Midaz: a request without a key got one from its bytes, so that two payments that were meant became one (the
     * console runs into it, issue 1436). Here a key is always given, and what differs in nothing but its key is two payments.
     */
    @Test
    void twoIdenticalPaymentsAreTwo() {
        Posting first =
                acme().ledgers().post(CUSTOMER, MERCHANT, usd(5), "coffee-1").orElseThrow();
        Posting second =
                acme().ledgers().post(CUSTOMER, MERCHANT, usd(5), "coffee-2").orElseThrow();

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(acme().ledgers().post(CUSTOMER, MERCHANT, usd(5), "coffee-1").orElseThrow())
                .isEqualTo(first);
        requireBalances(MERCHANT, 10, 10, 10);
    }

    /**
     * Midaz forgets keys after 300 seconds, Modern Treasury and Formance v3 after a day (as their documents say), and the
     * retry of a queue that stood still over the weekend pays again. Here a key lives as long as the ledger.
     */
    @Test
    void aKeyIsRememberedAsLongAsTheLedgerLives() {
        Posting payment =
                acme().ledgers().post(CUSTOMER, MERCHANT, usd(5), "order-17").orElseThrow();
        clock().advance(DAY.multipliedBy(3_650));
        try (ZentraLedger later =
                another(Storage.of(source(), core().settings().storage().dialect()))) {
            Outcome<Posting> retry = later.tenant("acme")
                    .as(Actor.service("svc_later"))
                    .ledgers()
                    .post(CUSTOMER, MERCHANT, usd(5), "order-17");

            assertThat(retry.isReplay()).isTrue();
            assertThat(retry.orElseThrow()).isEqualTo(payment);
        }
        requireBalances(MERCHANT, 5, 5, 5);
    }

    /**
     * Medici (issue 117, pull request 118): a void could be given the date of what it voids, and then the balances of the days
     * in between, which were kept apart, told something else than the entries for a while. Here statement and balances
     * are read from the same entries, on both axes, at once.
     */
    @Test
    void aVoidOfThePastKeepsStatementAndBalancesTogether() {
        Instant start = clock().instant();
        clock().advance(DAY);
        Posting wrong = fund(250, "wrong");
        clock().advance(DAY);
        fund(40, "later");
        clock().advance(DAY);
        reversals()
                .effectiveAt(wrong.effectiveAt())
                .reverse(wrong.id(), Part.all(), "void")
                .orElseThrow();

        requireTogether(TimeAxis.EFFECTIVE);
        requireTogether(TimeAxis.RECORDED);
        assertThat(balance(TimeAxis.EFFECTIVE, start.plus(DAY))).isEqualTo(1_000);
        assertThat(balance(TimeAxis.EFFECTIVE, start.plus(DAY.multipliedBy(2)))).isEqualTo(1_040);
        assertThat(balance(TimeAxis.RECORDED, start.plus(DAY.multipliedBy(2)))).isEqualTo(1_290);
    }

    /**
     * Blnk takes amounts as floating point beside exact ones, Medici keeps them as such, exact up to 2^53. Here the last of
     * eighteen decimals is the same in answer, balance, statement and any time's balance.
     */
    @Test
    void keepsEveryDigitOfEighteenDecimals() {
        Asset ether = Asset.custom("ETH", 18);
        acme().accounts().open(NewAccount.debit("assets:ether", ether).withoutFloor());
        acme().accounts().open(NewAccount.credit(WALLET, ether));
        acme().accounts().open(NewAccount.credit("wallet:2", ether));
        acme().ledgers()
                .post("assets:ether", WALLET, Money.parse("9.000000000000000001 ETH/18"), "in")
                .orElseThrow();
        acme().ledgers()
                .post(WALLET, "wallet:2", Money.parse("0.1 ETH/18"), "a-tenth")
                .orElseThrow();
        Posting last = acme().ledgers()
                .post(WALLET, "wallet:2", Money.parse("0.2 ETH/18"), "two-tenths")
                .orElseThrow();

        Money left = Money.parse("8.700000000000000001 ETH/18");
        assertThat(last.balances(WALLET).posted()).isEqualTo(left);
        assertThat(last.balances("wallet:2").posted()).isEqualTo(Money.parse("0.3 ETH/18"));
        assertThat(acme().accounts().balances(WALLET).posted()).isEqualTo(left);
        assertThat(acme().ledgers().balance(WALLET, TimeAxis.EFFECTIVE, clock().instant()))
                .isEqualTo(left);
        assertThat(acme().ledgers().statement(StatementRequest.of(WALLET)).closing())
                .isEqualTo(left);
        assertThat(left.toString()).isEqualTo("8.700000000000000001 ETH/18");
    }

    /**
     * Blnk (issue 73): 2.50 split by 50 percent, 45 percent and what is left came to 1.25, 1.13 and 0.13, a cent more than there
     * was. Here parts are rounded down and what remains is what is left of the whole.
     */
    @Test
    void splitsToTheLastCent() {
        acme().accounts().open(NewAccount.credit(WALLET, USD));
        Posting posting = acme().ledgers()
                .compose(Composition.of(
                        "split",
                        Movement.exactly(usd(250))
                                .from(CUSTOMER)
                                .to(MERCHANT, Share.percent("50"))
                                .to(FEES, Share.percent("45"))
                                .to(WALLET, Share.remaining())))
                .orElseThrow();

        Composed composed = (Composed) acme().ledgers().basis(posting.id()).orElseThrow();
        assertThat(composed.movements().get(0).given())
                .extracting(given -> given.amount().minor())
                .containsExactly(125L, 112L, 13L);
        requireBalances(CUSTOMER, 750, 750, 750);
    }

    /**
     * TigerBeetle (issue 29): an account and the transfer for which it is opened cannot be made as one, and whoever dies in
     * between leaves an account that nobody wanted. Here both join the host's transaction, and come with it or not at all.
     */
    @Test
    void anAccountAndItsFirstPostingComeTogether() throws SQLException {
        openAndPay(false);
        assertThat(acme().accounts().find(WALLET)).isEmpty();
        requireBalances(CUSTOMER, 1_000, 1_000, 1_000);
        openAndPay(true);
        requireBalances(WALLET, 30, 30, 30);
    }

    private void openAndPay(boolean commit) throws SQLException {
        try (Connection connection = source().getConnection()) {
            connection.setAutoCommit(false);
            ZentraLedger.Book joined = ledger().on(connection).tenant("acme").as(Actor.service("svc_host"));
            joined.accounts().open(NewAccount.credit(WALLET, USD));
            joined.ledgers().post(CUSTOMER, WALLET, usd(30), "first").orElseThrow();
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /** Each line's balance is the balance of its time, when it is the last of that time. */
    private void requireTogether(TimeAxis axis) {
        StatementRequest request = StatementRequest.of(CUSTOMER);
        Statement statement = acme().ledgers().statement(axis == TimeAxis.EFFECTIVE ? request.effective() : request);
        Map<Instant, Long> last = statement.lines().stream()
                .collect(Collectors.toMap(
                        line -> axis == TimeAxis.EFFECTIVE ? line.effectiveAt() : line.recordedAt(),
                        line -> line.balance().minor(),
                        (earlier, later) -> later));
        assertThat(last).hasSizeGreaterThanOrEqualTo(3);
        assertThat(last)
                .allSatisfy((time, balance) -> assertThat(balance(axis, time))
                        .as("%s at %s", axis, time)
                        .isEqualTo(balance));
        assertThat(statement.closing().minor()).isEqualTo(posted(CUSTOMER));
    }

    private Reversals reversals() {
        return acme().ledgers().reversals();
    }

    private static PostingRequest sale(String key) {
        return PostingRequest.of(key)
                .debit(CUSTOMER, usd(100))
                .credit(MERCHANT, usd(97))
                .credit(FEES, usd(3));
    }

    private Hold hold(PostingRequest request) {
        return acme().ledgers().hold(request).orElseThrow();
    }

    private long balance(TimeAxis axis, Instant time) {
        return acme().ledgers().balance(CUSTOMER, axis, time).minor();
    }

    private void requireBalances(String account, long posted, long pending, long available) {
        Balances balances = acme().accounts().balances(account);
        assertThat(List.of(balances.posted(), balances.pending(), balances.available()))
                .as("posted, pending and available of %s", account)
                .containsExactly(usd(posted), usd(pending), usd(available));
    }

    /** The code of a decline, which left every balance as it was. */
    private ErrorCode refusal(Supplier<Outcome<?>> call) {
        Map<String, Balances> before = all();
        ErrorCode code = code(call.get());
        assertThat(all()).isEqualTo(before);
        return code;
    }

    private Map<String, Balances> all() {
        return acme().accounts().list("", 100).stream()
                .collect(Collectors.toMap(
                        Account::id, account -> acme().accounts().balances(account.id())));
    }
}
