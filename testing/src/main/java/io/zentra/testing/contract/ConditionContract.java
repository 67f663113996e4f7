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
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
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
    }

    private ZentraException refused(Outcome<Posting> outcome) {
        assertThat(code(outcome)).isEqualTo(ErrorCode.CONDITION_FAILED);
        return catchThrowableOfType(ZentraException.class, outcome::orElseThrow);
    }

    private static PostingRequest pay(String key) {
        return PostingRequest.of(CUSTOMER, MERCHANT, usd(100), key);
    }
}
