package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Composed;
import io.zentra.ledger.Composition;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Correction;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Movement;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Share;
import io.zentra.ledger.Side;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Postings whose amounts come out of rules: what they come to, what they record, and when they are refused. */
public abstract class CompositionContract extends StorageContract {
    private static final Asset JPY = Asset.iso("JPY");
    private static final String BANK = "assets:bank";
    private static final String BONUS = "bonus:42";
    private static final String WALLET = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final String FEES = "income:fees";

    /** For subclasses. */
    protected CompositionContract() {}

    @BeforeEach
    final void fundWalletAndBonus() {
        acme().accounts().open(NewAccount.credit(BONUS, USD));
        acme().accounts().open(NewAccount.credit(FEES, USD));
        fund(1_000);
        acme().ledgers().post(BANK, BONUS, usd(300), "bonus").orElseThrow();
    }

    @Test
    void takesFromSourcesInTheirOrder() {
        Posting posting = done(
                Movement.exactly(usd(500)).from(BONUS, usd(200)).from(WALLET).to(MERCHANT));

        assertThat(lines(posting))
                .containsExactly("debit bonus:42 2.00 USD", "debit customer:42 3.00 USD", "credit merchant:7 5.00 USD");
    }

    @Test
    void doesNotTouchSourcesThatAreNotNeeded() {
        acme().accounts().freeze(WALLET, "freeze-1").orElseThrow();
        Posting posting =
                done(Movement.exactly(usd(300)).from(BONUS).from(WALLET).to(MERCHANT));

        assertThat(lines(posting)).containsExactly("debit bonus:42 3.00 USD", "credit merchant:7 3.00 USD");
    }

    @Test
    void passesOverSourcesWithNothingAndSaysSo() {
        acme().ledgers().post(BONUS, MERCHANT, usd(300), "spent").orElseThrow();
        Posting posting =
                done(Movement.exactly(usd(100)).from(BONUS).from(WALLET).to(FEES));

        assertThat(lines(posting)).containsExactly("debit customer:42 1.00 USD", "credit income:fees 1.00 USD");
        assertThat(basis(posting).movements().get(0).taken())
                .containsExactly(
                        new Composed.Taken(BONUS, usd(0), usd(0)), new Composed.Taken(WALLET, usd(1_000), usd(100)));
    }

    /** What is held is not there to be taken: elsewhere balances were checked without holds, and were overspent. */
    @Test
    void countsHoldsAndFloorsInWhatIsAvailable() {
        acme().ledgers()
                .hold(PostingRequest.of(WALLET, MERCHANT, usd(600), "held"))
                .orElseThrow();
        acme().accounts().setFloor(BONUS, usd(-100), "limit-1").orElseThrow();

        assertThat(lines(done(Movement.upTo(usd(5_000)).from(WALLET).from(BONUS).to(MERCHANT))))
                .containsExactly("debit customer:42 4.00 USD", "debit bonus:42 4.00 USD", "credit merchant:7 8.00 USD");
        assertThat(acme().accounts().balances(WALLET).available()).isEqualTo(usd(0));
    }

    @Test
    void countsWhatIsLeftOfAHold() {
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of(WALLET, MERCHANT, usd(600), "held"))
                .orElseThrow();
        acme().ledgers().capture(hold.id(), usd(100), "captured").orElseThrow();
        acme().ledgers().holds().increase(hold.id(), usd(50), "increased").orElseThrow();

        assertThat(lines(done(Movement.all(USD).from(WALLET).to(FEES))))
                .containsExactly("debit customer:42 3.50 USD", "credit income:fees 3.50 USD");
        acme().ledgers().release(hold.id(), "released").orElseThrow();
        assertThat(lines(done(Movement.all(USD).from(WALLET).to(FEES), "the-rest")))
                .containsExactly("debit customer:42 5.50 USD", "credit income:fees 5.50 USD");
    }

    @Test
    void movesAllThatRemainsButDrawsNoOverdraft() {
        acme().accounts().removeFloor(WALLET, "limit-2").orElseThrow();
        acme().accounts().setFloor(BONUS, usd(50), "limit-3").orElseThrow();

        assertThat(lines(done(Movement.all(USD).from(WALLET).from(BONUS).to(MERCHANT))))
                .containsExactly(
                        "debit customer:42 10.00 USD", "debit bonus:42 2.50 USD", "credit merchant:7 12.50 USD");
    }

    @Test
    void fillsUpToACeilingWhereASourceGrows() {
        acme().accounts().open(NewAccount.debit("loan:42", USD).withCeiling(usd(700)));

        assertThat(lines(done(Movement.upTo(usd(1_000)).from("loan:42").to(WALLET))))
                .containsExactly("debit loan:42 7.00 USD", "credit customer:42 7.00 USD");
        assertThat(compose(Movement.all(USD).from("loan:42").to(WALLET), "again"))
                .satisfies(outcome -> assertThat(code(outcome)).isEqualTo(ErrorCode.NOTHING_TO_MOVE));
    }

    @Test
    void takesFromAssetsWhenTheSourcesAreCredited() {
        acme().accounts().open(NewAccount.debit("till:3", USD));
        acme().ledgers().post("till:3", MERCHANT, usd(75), "sale").orElseThrow();

        assertThat(lines(
                        done(Movement.all(USD).creditingSources().from("till:3").to(BANK))))
                .containsExactly("credit till:3 0.75 USD", "debit assets:bank 0.75 USD");
    }

    @Test
    void splitsByRatiosPercentagesAndWhatRemains() {
        assertThat(lines(done(Movement.exactly(usd(100))
                        .from(WALLET)
                        .to(MERCHANT, Share.ratio(2))
                        .to(BONUS, Share.ratio(1)))))
                .contains("credit merchant:7 0.67 USD", "credit bonus:42 0.33 USD");
        Posting percentages = done(
                Movement.exactly(usd(101))
                        .from(WALLET)
                        .to(FEES, Share.percent("2.9"))
                        .to(MERCHANT),
                "second");
        assertThat(lines(percentages)).contains("credit income:fees 0.02 USD", "credit merchant:7 0.99 USD");
        assertThat(basis(percentages).movements().get(0).rule().givesRemainderToTheLast())
                .isTrue();
    }

    @Test
    void leavesOutDestinationsWhoseShareComesToNothing() {
        acme().accounts().freeze(FEES, "freeze-2").orElseThrow();
        Posting posting = done(Movement.exactly(usd(1))
                .from(WALLET)
                .to(FEES, Share.percent("10"))
                .to(MERCHANT));

        assertThat(lines(posting)).containsExactly("debit customer:42 0.01 USD", "credit merchant:7 0.01 USD");
        assertThat(basis(posting).movements().get(0).given())
                .containsExactly(new Composed.Given(FEES, usd(0)), new Composed.Given(MERCHANT, usd(1)));
    }

    @Test
    void movesManyAssetsEachOnWhatTheOnesBeforeLeft() {
        acme().accounts().open(NewAccount.debit("assets:yen", JPY).withoutFloor());
        acme().accounts().open(NewAccount.credit("yen:42", JPY));
        Composition composition = Composition.of(
                        "many", Movement.exactly(usd(1_000)).from(WALLET).to(BONUS))
                .and(Movement.exactly(Money.ofMinor(70, JPY)).from("assets:yen").to("yen:42"))
                .and(Movement.all(USD).from(WALLET).from(BONUS).to(MERCHANT));

        assertThat(lines(acme().ledgers().compose(composition).orElseThrow()))
                .containsExactly(
                        "debit customer:42 10.00 USD",
                        "credit bonus:42 10.00 USD",
                        "debit assets:yen 70 JPY",
                        "credit yen:42 70 JPY",
                        "debit bonus:42 13.00 USD",
                        "credit merchant:7 13.00 USD");
    }

    @Test
    void belongsToWhatItIsSaidToBelongTo() {
        Posting posting = acme().ledgers()
                .compose(Composition.of("k", Movement.all(USD).from(WALLET).to(MERCHANT))
                        .correlation("order-17")
                        .metadata(Map.of("why", "sweep")))
                .orElseThrow();

        assertThat(posting.correlation()).isEqualTo("order-17");
        assertThat(posting.metadata()).containsEntry("why", "sweep");
        assertThat(acme().journal().timeline("order-17")).hasSize(1);
    }

    /** What is taken back is what was posted, not what the rule would come to by then. */
    @Test
    void isReversedInPartsAndCorrectedAsAnyPosting() {
        Posting sale = done(
                Movement.exactly(usd(500)).from(BONUS, usd(200)).from(WALLET).to(MERCHANT));
        Part part = Part.lines().debit(WALLET, usd(100)).credit(MERCHANT, usd(100));
        Posting refund =
                acme().ledgers().reversals().reverse(sale.id(), part, "refund").orElseThrow();
        Correction correction = acme().ledgers()
                .reversals()
                .correctRest(sale.id(), PostingRequest.of(WALLET, MERCHANT, usd(50), "corrected"))
                .orElseThrow();

        assertThat(lines(refund)).containsExactly("credit customer:42 1.00 USD", "debit merchant:7 1.00 USD");
        assertThat(lines(correction.reversal()))
                .containsExactly(
                        "credit bonus:42 2.00 USD", "credit customer:42 2.00 USD", "debit merchant:7 4.00 USD");
        assertThat(lines(correction.posting()))
                .containsExactly("debit customer:42 0.50 USD", "credit merchant:7 0.50 USD");
        assertThat(acme().ledgers().basis(correction.reversal().id())).isEmpty();
        assertThat(acme().ledgers().verify().faults()).isEmpty();
    }

    @Test
    void takesTwiceFromOneAccountWithoutTakingMoreThanItHas() {
        assertThat(lines(done(Movement.upTo(usd(5_000))
                        .from(WALLET, usd(600))
                        .from(WALLET)
                        .to(MERCHANT))))
                .containsExactly(
                        "debit customer:42 6.00 USD", "debit customer:42 4.00 USD", "credit merchant:7 10.00 USD");
    }

    /** The request is the rule: a retry after the balances have changed must not move what is there by then. */
    @Test
    void answersTheFirstResultAgainWhateverIsThereByThen() {
        Movement rule = Movement.all(USD).from(WALLET).to(MERCHANT);
        Outcome<Posting> first = compose(rule, "sweep");
        fund(5_000, "more");

        assertThat(compose(rule, "sweep")).isEqualTo(new Outcome.Replayed<>(first, 1));
        assertThat(posted(MERCHANT)).isEqualTo(1_000);
        ZentraException conflict = catchThrowableOfType(
                ZentraException.class,
                () -> compose(Movement.all(USD).from(WALLET).from(BONUS).to(MERCHANT), "sweep"));
        assertThat(conflict.details()).containsEntry("field", "movements.0.sources");
        assertThat(acme().ledgers().trail(MERCHANT, 1).get(0).replays()).isEqualTo(1);
    }

    @Test
    void declinesWhatTheSourcesCannotGiveAndChangesNothing() {
        Outcome<Posting> short1 =
                compose(Movement.exactly(usd(1_301)).from(BONUS).from(WALLET).to(MERCHANT), "a");
        ZentraException refusal = catchThrowableOfType(ZentraException.class, short1::orElseThrow);

        assertThat(refusal.code()).isEqualTo(ErrorCode.INSUFFICIENT_SOURCES);
        assertThat(refusal.details()).containsEntry("available_minor", "1300").containsEntry("amount_minor", "1301");
        declines(ErrorCode.NOTHING_TO_MOVE, Movement.upTo(usd(1)).from(MERCHANT).to(WALLET));
        declines(ErrorCode.NOTHING_TO_MOVE, Movement.all(USD).from(MERCHANT).to(WALLET));
        assertThat(posted(WALLET)).isEqualTo(1_000);
        assertThat(posted(BONUS)).isEqualTo(300);
    }

    /** Someone froze an account to look into it: a rule that goes around it would take from where it was not meant to. */
    @Test
    void declinesAFrozenOrClosedSourceThatIsReached() {
        acme().accounts().freeze(BONUS, Side.DEBIT, "freeze-3").orElseThrow();
        declines(
                ErrorCode.ACCOUNT_FROZEN,
                Movement.upTo(usd(10)).from(BONUS).from(WALLET).to(FEES));
        acme().accounts().close(MERCHANT, "close-1").orElseThrow();
        declines(
                ErrorCode.ACCOUNT_CLOSED,
                Movement.all(USD).from(MERCHANT).from(WALLET).to(FEES));
    }

    @Test
    void declinesWhatAnyPostingIsDeclinedFor() {
        acme().accounts().setCeiling(FEES, usd(10), "ceiling").orElseThrow();
        declines(
                ErrorCode.CEILING_CROSSED,
                Movement.exactly(usd(11)).from(WALLET).to(FEES));
        declines(
                ErrorCode.UNKNOWN_ACCOUNT,
                Movement.exactly(usd(1)).from(WALLET).from("nobody").to(FEES));
        declines(
                ErrorCode.ASSET_MISMATCH,
                Movement.exactly(Money.ofMinor(1, JPY)).from(WALLET).to(FEES));
        Composition conditional =
                Composition.of("if", Movement.all(USD).from(WALLET).to(FEES)).when(Condition.posted(WALLET, usd(1)));
        assertThat(code(acme().ledgers().compose(conditional))).isEqualTo(ErrorCode.CONDITION_FAILED);
    }

    @Test
    void refusesRulesThatAreNone() {
        refuses(ErrorCode.AMOUNT_NOT_POSITIVE, () -> Movement.exactly(usd(0)));
        refuses(ErrorCode.AMOUNT_NOT_POSITIVE, () -> Movement.all(USD).from(WALLET, usd(0)));
        refuses(ErrorCode.ASSET_MISMATCH, () -> Movement.all(USD).from(WALLET, Money.ofMinor(1, JPY)));
        refuses(ErrorCode.INVALID_ALLOCATION, () -> Share.ratio(-1));
        refuses(ErrorCode.INVALID_ALLOCATION, () -> Share.percent("1e1"));
        Movement from = Movement.all(USD).from(WALLET);
        refuses(ErrorCode.INVALID_ENTRY_COUNT, () -> compose(from, "no destination"));
        refuses(ErrorCode.INVALID_ENTRY_COUNT, () -> compose(Movement.all(USD).to(MERCHANT), "no source"));
        refuses(ErrorCode.INVALID_ALLOCATION, () -> compose(from.to(MERCHANT).to(FEES), "two remain"));
        refuses(
                ErrorCode.INVALID_ALLOCATION,
                () -> compose(from.to(MERCHANT, Share.percent("50")).to(FEES, Share.ratio(1)), "mixed"));
        refuses(ErrorCode.INVALID_ALLOCATION, () -> compose(from.to(MERCHANT, Share.percent("99.9")), "not the whole"));
    }

    private void declines(ErrorCode code, Movement movement) {
        long before = acme().journal().size();
        assertThat(code(compose(movement, "declined-" + before))).isEqualTo(code);
        assertThat(acme().journal().after(before, 10))
                .extracting(event -> event.type())
                .containsExactly("request.declined");
    }

    private static void refuses(ErrorCode code, Runnable call) {
        ZentraException refusal = catchThrowableOfType(ZentraException.class, call::run);
        assertThat(refusal.code()).isEqualTo(code);
    }

    private Posting done(Movement movement) {
        return done(movement, "composed");
    }

    private Posting done(Movement movement, String key) {
        return compose(movement, key).orElseThrow();
    }

    private Outcome<Posting> compose(Movement movement, String key) {
        return acme().ledgers().compose(Composition.of(key.replace(' ', '-'), movement));
    }

    private Composed basis(Posting posting) {
        return (Composed) acme().ledgers().basis(posting.id()).orElseThrow();
    }

    private static List<String> lines(Posting posting) {
        return posting.entries().stream()
                .map(entry -> entry.side().code() + " " + entry.account() + " " + entry.amount())
                .toList();
    }
}
