package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.money.Money;
import io.zentra.ledger.Balances;
import io.zentra.ledger.Condition;
import io.zentra.ledger.Hold;
import io.zentra.ledger.Holds;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Reversals;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request expects of accounts, and what becomes of it when they are otherwise. */
public abstract class ConditionContract extends StorageContract {
    private static final String BANK = "assets:bank";
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";

    /** For subclasses. */
    protected ConditionContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        fund(1_000);
    }

    /** Two services that read the same balance and decide from it: the second must not act on what is no longer so. */
    @Test
    void declinesWhoDecidedOnABalanceThatHasChanged() {
        Balances seen = acme().accounts().balances(CUSTOMER);
        Condition unchanged = Condition.version(CUSTOMER, seen.version());
        acme().ledgers().post(pay("first").when(unchanged)).orElseThrow();

        ZentraException refusal = refused(acme().ledgers().post(pay("second").when(unchanged)));
        assertThat(refusal.details())
                .containsEntry("account", CUSTOMER)
                .containsEntry("field", "version")
                .containsEntry("expected", "1")
                .containsEntry("actual", "2");
        assertThat(refusal.reason()).contains("1", "2");
        assertThat(posted(MERCHANT)).isEqualTo(100);
    }

    @Test
    void comparesPostedAndAvailableBalances() {
        acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(300), "hold"))
                .orElseThrow();
        acme().ledgers()
                .post(pay("k1")
                        .when(Condition.posted(CUSTOMER, usd(1_000)))
                        .when(Condition.available(CUSTOMER, usd(700)))
                        .when(Condition.posted(BANK, usd(1_000))))
                .orElseThrow();

        assertThat(refused(acme().ledgers().post(pay("k2").when(Condition.posted(CUSTOMER, usd(1_000)))))
                        .details())
                .containsEntry("expected", "10.00 USD")
                .containsEntry("actual", "9.00 USD");
        assertThat(refused(acme().ledgers().post(pay("k3").when(Condition.available(CUSTOMER, usd(601)))))
                        .details())
                .containsEntry("field", "available")
                .containsEntry("actual", "6.00 USD");
        assertThat(refused(acme().ledgers().post(pay("k4").when(Condition.posted(CUSTOMER, Money.parse("9.00 EUR")))))
                        .details())
                .containsEntry("expected", "9.00 EUR");
        assertThat(posted(MERCHANT)).isEqualTo(100);
    }

    @Test
    void holdsToItsConditionsWhenItHolds() {
        PostingRequest request = PostingRequest.of(CUSTOMER, MERCHANT, usd(300), "hold");
        Outcome<Hold> declined = acme().ledgers().hold(request.when(Condition.posted(MERCHANT, usd(1))));

        assertThat(code(declined)).isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(acme().accounts().balances(CUSTOMER).available()).isEqualTo(usd(1_000));
    }

    @Test
    void holdsToItsConditionsWhenItCorrects() {
        Posting wrong = acme().ledgers().post(pay("wrong")).orElseThrow();
        PostingRequest right = PostingRequest.of(CUSTOMER, MERCHANT, usd(90), "right");

        assertThat(code(acme().ledgers()
                        .reversals()
                        .correct(wrong.id(), right.when(Condition.posted(MERCHANT, usd(1))))))
                .isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(posted(MERCHANT)).isEqualTo(100);
    }

    /** A refund that was decided on a balance which another refund has changed since takes nothing. */
    @Test
    void holdsToItsConditionsWhenItReverses() {
        Posting sale = acme().ledgers().post(pay("sale")).orElseThrow();
        Reversals unchanged = acme().ledgers()
                .reversals()
                .when(Condition.version(
                        MERCHANT, acme().accounts().balances(MERCHANT).version()));
        unchanged.reverse(sale.id(), usd(30), "first").orElseThrow();
        Outcome<Posting> second = unchanged.reverse(sale.id(), usd(30), "second");

        assertThat(refused(second).details()).containsEntry("account", MERCHANT).containsEntry("field", "version");
        assertThat(code(unchanged.correct(sale.id(), pay("right")))).isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(unchanged.reverse(sale.id(), usd(30), "first").isReplay()).isTrue();
        conflicts(() -> acme().ledgers().reversals().reverse(sale.id(), usd(30), "first"));
        assertThat(posted(MERCHANT)).isEqualTo(70);
        assertThat(acme().ledgers().reversals().left(sale.id()).get(0).amount()).isEqualTo(usd(70));
    }

    @Test
    void aCorrectionHoldsToThoseOfItsReversalAndOfItsReplacement() {
        Posting wrong = acme().ledgers().post(pay("wrong")).orElseThrow();
        Reversals reversals = acme().ledgers().reversals().when(Condition.posted(MERCHANT, usd(100)));
        PostingRequest right = PostingRequest.of(CUSTOMER, MERCHANT, usd(90), "right");

        assertThat(code(reversals.correct(wrong.id(), right.when(Condition.posted(CUSTOMER, usd(1))))))
                .isEqualTo(ErrorCode.CONDITION_FAILED);
        reversals
                .correct(
                        wrong.id(),
                        PostingRequest.of(CUSTOMER, MERCHANT, usd(90), "again")
                                .when(Condition.posted(CUSTOMER, usd(900))))
                .orElseThrow();
        assertThat(posted(MERCHANT)).isEqualTo(90);
    }

    /** Two workers see what is held and decide on it: only the first of them finds the account as it was. */
    @Test
    void holdsToItsConditionsInAllThatBecomesOfAHold() {
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(300), "hold"))
                .orElseThrow();
        Holds unchanged = acme().ledgers().holds().when(Condition.available(CUSTOMER, usd(700)));
        Part some = Part.of(usd(10));
        unchanged.increase(hold.id(), some, "more").orElseThrow();

        assertThat(code(unchanged.increase(hold.id(), some, "k1"))).isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(code(unchanged.capture(hold.id(), some, "k2"))).isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(code(unchanged.captureFinal(hold.id(), some, "k3"))).isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(code(unchanged.release(hold.id(), some, "k4"))).isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(code(unchanged.place(pay("k5")))).isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(unchanged.increase(hold.id(), some, "more").isReplay()).isTrue();
        conflicts(() -> acme().ledgers().holds().increase(hold.id(), some, "more"));
        assertThat(acme().ledgers()
                        .holds()
                        .find(hold.id())
                        .orElseThrow()
                        .legs()
                        .get(0)
                        .remaining())
                .isEqualTo(usd(310));

        Holds now = acme().ledgers().holds().when(Condition.available(CUSTOMER, usd(690)));
        now.capture(hold.id(), some, "some").orElseThrow();
        now.capture(hold.id(), some, "more-of-it").orElseThrow(); // what is held is not available anyway
        now.release(hold.id(), some, "less").orElseThrow();
        assertThat(code(now.release(hold.id(), Part.all(), "rest"))).isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(acme().accounts().balances(CUSTOMER).available()).isEqualTo(usd(700));
    }

    /** The condition is looked at first: who decided on what is no longer so is told that, whatever else is wrong. */
    @Test
    void conditionsComeBeforeWhatIsLeft() {
        Posting sale = acme().ledgers().post(pay("sale")).orElseThrow();
        Condition gone = Condition.posted(MERCHANT, usd(1));

        assertThat(code(acme().ledgers().reversals().when(gone).reverse(sale.id(), usd(101), "k1")))
                .isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(code(acme().ledgers().holds().when(gone).capture("ho_none", Part.all(), "k2")))
                .isEqualTo(ErrorCode.CONDITION_FAILED);
        assertThat(code(acme().ledgers()
                        .reversals()
                        .when(Condition.version("nobody", 1))
                        .reverse(sale.id(), Part.all(), "k3")))
                .isEqualTo(ErrorCode.UNKNOWN_ACCOUNT);
    }

    @Test
    void isPartOfTheRequestAndRefusedOnceAndForAll() {
        PostingRequest early = pay("k").when(Condition.posted(CUSTOMER, usd(1_100)));
        refused(acme().ledgers().post(early));
        fund(100, "more");

        assertThat(acme().ledgers().post(early).isReplay()).isTrue();
        refused(acme().ledgers().post(early));
        ZentraException conflict = catchThrowableOfType(
                ZentraException.class, () -> acme().ledgers().post(pay("k")));
        assertThat(conflict.details()).containsEntry("field", "conditions");
    }

    @Test
    void looksAtWhatTheRequestsBeforeItInABulkLeft() {
        assertThat(acme().ledgers()
                        .postAtomically(List.of(
                                pay("k1").when(Condition.posted(CUSTOMER, usd(1_000))),
                                pay("k2").when(Condition.posted(CUSTOMER, usd(900)))))
                        .orElseThrow())
                .hasSize(2);
    }

    @Test
    void refusesConditionsOnNobodyOnNothingAndTooMany() {
        assertThat(code(acme().ledgers().post(pay("k").when(Condition.version("nobody", 1)))))
                .isEqualTo(ErrorCode.UNKNOWN_ACCOUNT);
        assertThat(catchThrowableOfType(ZentraException.class, () -> new Condition(CUSTOMER, null, null, null))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CONDITION);
        PostingRequest request = pay("many");
        for (int i = 0; i < PostingRequest.MAX_CONDITIONS; i++) {
            request = request.when(Condition.version(CUSTOMER, 1));
        }
        PostingRequest full = request;
        assertThat(catchThrowableOfType(ZentraException.class, () -> full.when(Condition.version(CUSTOMER, 1)))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CONDITION);
        acme().ledgers().post(full).orElseThrow();
        Reversals reversals = acme().ledgers().reversals();
        Holds holds = acme().ledgers().holds();
        for (int i = 0; i < PostingRequest.MAX_CONDITIONS; i++) {
            reversals = reversals.when(Condition.version(CUSTOMER, 1));
            holds = holds.when(Condition.version(CUSTOMER, 1));
        }
        Reversals fullReversals = reversals;
        Holds fullHolds = holds;
        refuses(() -> fullReversals.when(Condition.version(CUSTOMER, 1)));
        refuses(() -> fullHolds.when(Condition.version(CUSTOMER, 1)));
        refuses(() -> fullHolds.place(pay("more").when(Condition.version(CUSTOMER, 1))));
    }

    private static void refuses(Runnable call) {
        assertThat(catchThrowableOfType(ZentraException.class, call::run).code())
                .isEqualTo(ErrorCode.INVALID_CONDITION);
    }

    private static void conflicts(Runnable call) {
        ZentraException conflict = catchThrowableOfType(ZentraException.class, call::run);
        assertThat(conflict.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(conflict.details()).containsEntry("field", "conditions");
    }

    private ZentraException refused(Outcome<Posting> outcome) {
        assertThat(code(outcome)).isEqualTo(ErrorCode.CONDITION_FAILED);
        return catchThrowableOfType(ZentraException.class, outcome::orElseThrow);
    }

    private static PostingRequest pay(String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(100), key);
    }
}
