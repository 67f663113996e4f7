package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.error.ZentraException;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.identity.TenantConfig;
import io.zentra.core.journal.Event;
import io.zentra.core.money.Asset;
import io.zentra.core.money.Money;
import io.zentra.ledger.Correction;
import io.zentra.ledger.EntryRequest;
import io.zentra.ledger.Hold;
import io.zentra.ledger.NewAccount;
import io.zentra.ledger.Part;
import io.zentra.ledger.Posting;
import io.zentra.ledger.PostingRequest;
import io.zentra.ledger.Reversals;
import io.zentra.ledger.Side;
import io.zentra.ledger.ZentraLedger;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be taken back, and that nothing is taken back twice. */
public abstract class ReversalContract extends StorageContract {
    private static final String CUSTOMER = "customer:42";
    private static final String MERCHANT = "merchant:7";
    private static final String FEES = "income:fees";

    /** For subclasses. */
    protected ReversalContract() {}

    @BeforeEach
    final void fundTheCustomer() {
        acme().accounts().open(NewAccount.credit(FEES, USD));
        fund(1_000);
    }

    /** A ledger elsewhere paid refunds twice: each refund was checked against the sale, not against what was left of it. */
    @Test
    void refundsRepeatedlyButNeverMoreThanWasPaid() {
        Posting sale = pay(100, "sale");
        Posting first = refund(sale, 60, "first");

        assertThat(first.reverses()).isEqualTo(sale.id());
        assertThat(refusal(reversals().reverse(sale.id(), usd(41), "too-much"))).isEqualTo(ErrorCode.REVERSAL_EXCEEDED);
        refund(sale, 40, "second");
        assertThat(refusal(reversals().reverse(sale.id(), usd(1), "one-more"))).isEqualTo(ErrorCode.ALREADY_REVERSED);
        assertThat(refusal(acme().ledgers().reverse(sale.id(), "all"))).isEqualTo(ErrorCode.ALREADY_REVERSED);
        assertThat(posted(CUSTOMER)).isEqualTo(1_000);
        assertThat(posted(MERCHANT)).isZero();
        assertThat(reversals().left(sale.id())).isEmpty();
    }

    @Test
    void theSameRefundSentAgainIsPaidOnce() {
        Posting sale = pay(100, "sale");
        Posting refund = refund(sale, 30, "refund");

        assertThat(refund(sale, 30, "refund")).isEqualTo(refund);
        refuses(ErrorCode.IDEMPOTENCY_CONFLICT, () -> reversals().reverse(sale.id(), usd(31), "refund"));
        refuses(ErrorCode.IDEMPOTENCY_CONFLICT, () -> acme().ledgers().reverse(sale.id(), "refund"));
        assertThat(posted(CUSTOMER)).isEqualTo(930);
    }

    @Test
    void withoutAPartWhatIsLeftIsReversed() {
        Posting sale = pay(100, "sale");
        refund(sale, 60, "part");
        Posting rest = acme().ledgers().reverse(sale.id(), "rest").orElseThrow();

        assertThat(rest.entries()).extracting(entry -> entry.amount().minor()).containsExactly(40L, 40L);
        assertThat(posted(CUSTOMER)).isEqualTo(1_000);
    }

    @Test
    void linesSayWhichPartOfAPostingOfMany() {
        Posting sale = split();
        reversals()
                .reverse(
                        sale.id(),
                        Part.lines()
                                .debit(CUSTOMER, usd(50))
                                .credit(MERCHANT, usd(49))
                                .credit(FEES, usd(1)),
                        "half")
                .orElseThrow();

        assertThat(reversals().left(sale.id()))
                .containsExactly(
                        new EntryRequest(CUSTOMER, Side.DEBIT, usd(50)),
                        new EntryRequest(MERCHANT, Side.CREDIT, usd(48)),
                        new EntryRequest(FEES, Side.CREDIT, usd(2)));
        assertThat(refusal(reversals()
                        .reverse(sale.id(), Part.lines().debit(CUSTOMER, usd(3)).credit(FEES, usd(3)), "fees")))
                .as("enough is left of the sale, not of the fee")
                .isEqualTo(ErrorCode.REVERSAL_EXCEEDED);
        assertThat(refusal(reversals().reverse(sale.id(), usd(1), "which"))).isEqualTo(ErrorCode.INVALID_PART);
        assertThat(refusal(reversals()
                        .reverse(sale.id(), Part.lines().debit(MERCHANT, usd(1)).credit(CUSTOMER, usd(1)), "sides")))
                .as("a part has the sides of the posting, not of the reversal")
                .isEqualTo(ErrorCode.INVALID_PART);
        assertThat(posted(FEES)).isEqualTo(2);
    }

    @Test
    void linksPostingAndReversalsBothWays() {
        Posting sale = pay(100, "sale");
        Posting first = refund(sale, 10, "first");
        Posting second = refund(sale, 20, "second");
        Posting third = refund(sale, 30, "third");

        assertThat(reversals().of(sale.id(), "", 10)).containsExactly(first, second, third);
        assertThat(reversals().of(sale.id(), "", 2)).containsExactly(first, second);
        assertThat(reversals().of(sale.id(), second.id(), 2)).containsExactly(third);
        assertThat(reversals().of(first.id(), "", 10)).isEmpty();
        assertThat(acme().ledgers().posting(third.id()).orElseThrow().reverses())
                .isEqualTo(sale.id());
    }

    @Test
    void aReversalBelongsToWhatThePostingBelongsTo() {
        Posting sale = acme().ledgers()
                .post(PostingRequest.of(CUSTOMER, MERCHANT, usd(100), "sale")
                        .correlation("order-17")
                        .metadata(Map.of("channel", "web")))
                .orElseThrow();
        Posting refund = refund(sale, 10, "refund");

        assertThat(refund.correlation()).isEqualTo("order-17");
        assertThat(refund.metadata()).containsExactly(Map.entry("channel", "web"));
    }

    @Test
    void aCaptureIsReversedWithoutBringingBackTheHold() {
        Hold hold = acme().ledgers()
                .hold(PostingRequest.of(CUSTOMER, MERCHANT, usd(100), "hold"))
                .orElseThrow();
        Posting capture =
                acme().ledgers().capture(hold.id(), usd(60), "capture").orElseThrow();
        refund(capture, 25, "refund");
        acme().ledgers().reverse(capture.id(), "rest").orElseThrow();

        assertThat(posted(CUSTOMER)).isEqualTo(1_000);
        assertThat(acme().accounts().balances(CUSTOMER).available())
                .as("40 are still held")
                .isEqualTo(usd(960));
        assertThat(acme().ledgers()
                        .holds()
                        .find(hold.id())
                        .orElseThrow()
                        .legs()
                        .get(0)
                        .remaining())
                .isEqualTo(usd(40));
    }

    /** The reversal was the mistake: what it took back is in force again as a posting of its own, and counts once. */
    @Test
    void aReversalCanBeReversedAndTheFirstPostingStaysReversed() {
        Posting sale = pay(100, "sale");
        Posting mistake = acme().ledgers().reverse(sale.id(), "mistake").orElseThrow();
        Posting again = acme().ledgers().reverse(mistake.id(), "no-mistake").orElseThrow();

        assertThat(posted(MERCHANT)).isEqualTo(100);
        assertThat(refusal(acme().ledgers().reverse(sale.id(), "sale-again"))).isEqualTo(ErrorCode.ALREADY_REVERSED);
        assertThat(refusal(acme().ledgers().reverse(mistake.id(), "mistake-again")))
                .isEqualTo(ErrorCode.ALREADY_REVERSED);
        refund(again, 100, "refund");
        assertThat(posted(MERCHANT)).isZero();
    }

    @Test
    void aReversalIsRefusedBelowTheFloor() {
        Posting sale = pay(100, "sale");
        acme().ledgers().post(MERCHANT, "assets:bank", usd(80), "payout").orElseThrow();

        assertThat(refusal(acme().ledgers().reverse(sale.id(), "all"))).isEqualTo(ErrorCode.FLOOR_CROSSED);
        assertThat(reversals().left(sale.id())).as("a refusal takes nothing").hasSize(2);
        refund(sale, 20, "what-is-there");
    }

    @Test
    void correctsInOneDecision() {
        Posting wrong = acme().ledgers()
                .post(PostingRequest.of(CUSTOMER, MERCHANT, usd(100), "wrong").correlation("order-17"))
                .orElseThrow();
        PostingRequest right = PostingRequest.of("right")
                .debit(CUSTOMER, usd(70))
                .credit(MERCHANT, usd(68))
                .credit(FEES, usd(2));
        Correction correction = reversals().correct(wrong.id(), right).orElseThrow();

        assertThat(correction.reversal().reverses()).isEqualTo(wrong.id());
        assertThat(correction.reversal().entries())
                .extracting(entry -> entry.amount().minor())
                .containsExactly(100L, 100L);
        assertThat(correction.posting().corrects()).isEqualTo(wrong.id());
        assertThat(correction.posting().correlation()).isEqualTo("order-17");
        assertThat(correction.posting().balances(CUSTOMER).posted()).isEqualTo(usd(930));
        assertThat(reversals().of(wrong.id(), "", 10)).containsExactly(correction.reversal(), correction.posting());
        assertThat(acme().ledgers().posting(correction.posting().id())).contains(correction.posting());
        assertThat(posted(MERCHANT)).isEqualTo(68);
        Outcome<Correction> again = reversals().correct(wrong.id(), right);
        assertThat(again.isReplay()).isTrue();
        assertThat(again.orElseThrow()).isEqualTo(correction);
        assertThat(acme().ledgers().trail(CUSTOMER, 2))
                .as("the key is kept with the reversal, which comes first")
                .last()
                .satisfies(change -> assertThat(change.key()).contains("right"))
                .satisfies(change -> assertThat(change.replays()).isEqualTo(1));
        assertThat(refusal(reversals().correct(wrong.id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "twice"))))
                .isEqualTo(ErrorCode.ALREADY_REVERSED);
    }

    /**
     * A sale of 40.00 was refunded by 15.00, then somebody found that it should have been 20.00 from the beginning. What is left
     * was replaced by 20.00, and the customer, who owed 5.00, had paid 20.00: the refund was taken back unseen.
     */
    @Test
    void aPostingThatWasPartlyRefundedIsNotCorrectedAsIfItWereWhole() {
        Posting sale = pay(400, "sale");
        refund(sale, 150, "refund");
        PostingRequest right = PostingRequest.of(CUSTOMER, MERCHANT, usd(200), "right");
        Outcome<Correction> outcome = reversals().correct(sale.id(), right);

        assertThat(refusal(outcome)).isEqualTo(ErrorCode.PARTLY_REVERSED);
        assertThat(((Outcome.Declined<Correction>) outcome).details())
                .containsEntry("posting", sale.id())
                .containsEntry("left", "debit customer:42 2.50 USD, credit merchant:7 2.50 USD");
        assertThat(posted(CUSTOMER)).isEqualTo(750);
        acme().ledgers().reverse(sale.id(), "the-rest").orElseThrow();
        assertThat(refusal(reversals().correct(sale.id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "none-left"))))
                .isEqualTo(ErrorCode.ALREADY_REVERSED);
    }

    @Test
    void whatIsLeftIsReplacedWhereThatIsSaid() {
        Posting sale = pay(400, "sale");
        refund(sale, 150, "refund");
        PostingRequest rest = PostingRequest.of(CUSTOMER, MERCHANT, usd(50), "rest");
        Correction correction = reversals().correctRest(sale.id(), rest).orElseThrow();

        assertThat(correction.reversal().entries())
                .extracting(entry -> entry.amount().minor())
                .containsExactly(250L, 250L);
        assertThat(posted(CUSTOMER)).isEqualTo(950);
        assertThat(reversals().of(sale.id(), "", 10)).hasSize(3);
        assertThat(reversals().correctRest(sale.id(), rest).isReplay()).isTrue();
        refuses(ErrorCode.IDEMPOTENCY_CONFLICT, () -> reversals().correct(sale.id(), rest));
        assertThat(refusal(
                        reversals().correctRest(sale.id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "none-left"))))
                .isEqualTo(ErrorCode.ALREADY_REVERSED);
        Posting whole = pay(10, "whole");
        reversals()
                .correctRest(whole.id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(9), "of-all"))
                .orElseThrow();
    }

    /** Reversing first would take from the merchant what is spent already; where the correction leads is allowed. */
    @Test
    void limitsCountAfterTheWholeCorrection() {
        Posting wrong = pay(100, "wrong");
        acme().ledgers().post(MERCHANT, "assets:bank", usd(80), "payout").orElseThrow();

        assertThat(refusal(reversals().correct(wrong.id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(79), "too-low"))))
                .isEqualTo(ErrorCode.FLOOR_CROSSED);
        reversals()
                .correct(wrong.id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(95), "right"))
                .orElseThrow();
        assertThat(posted(MERCHANT)).isEqualTo(15);
        assertThat(reversals().left(wrong.id())).isEmpty();
    }

    @Test
    void aCorrectionCanBeCorrected() {
        Posting wrong = pay(100, "wrong");
        Posting better = reversals()
                .correct(wrong.id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(90), "better"))
                .orElseThrow()
                .posting();
        reversals()
                .correct(better.id(), PostingRequest.of(CUSTOMER, MERCHANT, usd(95), "right"))
                .orElseThrow();

        assertThat(posted(MERCHANT)).isEqualTo(95);
    }

    @Test
    void refusesWhatCannotBeReversed() {
        Posting sale = pay(100, "sale");
        assertThat(refusal(reversals().reverse("po_none", Part.all(), "none"))).isEqualTo(ErrorCode.UNKNOWN_POSTING);
        assertThat(refusal(reversals().correct("po_none", PostingRequest.of(CUSTOMER, MERCHANT, usd(1), "none"))))
                .isEqualTo(ErrorCode.UNKNOWN_POSTING);
        refuses(ErrorCode.AMOUNT_NOT_POSITIVE, () -> reversals().reverse(sale.id(), usd(0), "zero"));
        refuses(
                ErrorCode.UNBALANCED_POSTING,
                () -> reversals()
                        .reverse(sale.id(), Part.lines().debit(CUSTOMER, usd(2)).credit(MERCHANT, usd(1)), "crooked"));
        refuses(
                ErrorCode.UNBALANCED_POSTING,
                () -> reversals()
                        .correct(
                                sale.id(),
                                PostingRequest.of("crooked")
                                        .debit(CUSTOMER, usd(2))
                                        .credit(MERCHANT, usd(1))));
        assertThat(refusal(reversals().reverse(sale.id(), Money.ofMinor(1, Asset.iso("EUR")), "euro")))
                .isEqualTo(ErrorCode.ASSET_MISMATCH);
        refuses(ErrorCode.UNKNOWN_POSTING, () -> reversals().left("po_none"));
        refuses(ErrorCode.UNKNOWN_POSTING, () -> reversals().of("po_none", "", 1));
        refuses(ErrorCode.UNKNOWN_POSTING, () -> reversals().of(sale.id(), "po_none", 1));
        assertThat(reversals().left(sale.id())).hasSize(2);
    }

    /** An id leads to an event by the number in it; of an id with another end, that is no posting of this id. */
    @Test
    void refusesToListByIdsThatArePartlyRight() {
        Posting sale = pay(100, "sale");
        Posting refund = refund(sale, 10, "refund");
        String other = otherEnd(sale.id());
        String later = otherEnd(refund.id());
        refuses(ErrorCode.UNKNOWN_POSTING, () -> reversals().of(other, "", 10));
        refuses(ErrorCode.UNKNOWN_POSTING, () -> reversals().of(sale.id(), later, 10));
        refuses(ErrorCode.UNKNOWN_POSTING, () -> reversals().left(other));
        assertThat(reversals().of(sale.id(), refund.id(), 10)).isEmpty();
    }

    /** The same event under an id that nobody was given. */
    private static String otherEnd(String id) {
        char last = id.charAt(id.length() - 1);
        return id.substring(0, id.length() - 1) + (last == '0' ? '1' : '0');
    }

    @Test
    void refusesWhatTheActorMayNotDoAndWhatIsAnothersTenants() {
        Posting sale = pay(100, "sale");
        PostingRequest right = PostingRequest.of(CUSTOMER, MERCHANT, usd(90), "right");
        Reversals posters = ledger().tenant("acme")
                .as(Actor.user("u-1", Permission.POST))
                .ledgers()
                .reversals();
        Reversals reversers = ledger().tenant("acme")
                .as(Actor.user("u-2", Permission.REVERSE))
                .ledgers()
                .reversals();
        refuses(ErrorCode.PERMISSION_DENIED, () -> posters.reverse(sale.id(), usd(1), "k"));
        refuses(ErrorCode.PERMISSION_DENIED, () -> posters.correct(sale.id(), right));
        refuses(ErrorCode.PERMISSION_DENIED, () -> reversers.correct(sale.id(), right));
        refuses(ErrorCode.PERMISSION_DENIED, () -> reversers.left(sale.id()));
        refuses(ErrorCode.PERMISSION_DENIED, () -> reversers.of(sale.id(), "", 1));

        ledger().createTenant("other", TenantConfig.standard(), Actor.service("setup"));
        ZentraLedger.Book other = ledger().tenant("other").as(Actor.service("svc_edge"));
        assertThat(code(other.ledgers().reversals().reverse(sale.id(), usd(1), "k")))
                .isEqualTo(ErrorCode.UNKNOWN_POSTING);
        refuses(ErrorCode.UNKNOWN_POSTING, () -> other.ledgers().reversals().left(sale.id()));
    }

    private Reversals reversals() {
        return acme().ledgers().reversals();
    }

    private Posting pay(long minor, String key) {
        return acme().ledgers().post(CUSTOMER, MERCHANT, usd(minor), key).orElseThrow();
    }

    private Posting split() {
        return acme().ledgers()
                .post(PostingRequest.of("split")
                        .debit(CUSTOMER, usd(100))
                        .credit(MERCHANT, usd(97))
                        .credit(FEES, usd(3)))
                .orElseThrow();
    }

    private Posting refund(Posting posting, long minor, String key) {
        return reversals().reverse(posting.id(), usd(minor), key).orElseThrow();
    }

    /** The code of a decline, which changed nothing and stands on the journal. */
    private ErrorCode refusal(Outcome<?> outcome) {
        Event last = acme().journal().event(acme().journal().size()).orElseThrow();
        assertThat(last.type()).isEqualTo("request.declined");
        return code(outcome);
    }

    private void refuses(ErrorCode code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(ZentraException.class, call).code()).isEqualTo(code);
    }
}
