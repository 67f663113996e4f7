package io.zentra.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.zentra.core.commit.Outcome;
import io.zentra.core.error.ErrorCode;
import io.zentra.core.identity.Actor;
import io.zentra.core.identity.Permission;
import io.zentra.core.money.Money;
import io.zentra.core.review.ReviewCase;
import io.zentra.core.review.ReviewLane;
import io.zentra.core.review.ReviewStatus;
import io.zentra.core.usage.Window;
import io.zentra.ledger.Side;
import io.zentra.policy.Condition;
import io.zentra.policy.Field;
import io.zentra.policy.Measure;
import io.zentra.policy.Policy;
import io.zentra.runtime.CallbackOutcome;
import io.zentra.runtime.Rail;
import io.zentra.runtime.RailOutcome;
import io.zentra.runtime.Transfer;
import io.zentra.runtime.TransferStatus;
import io.zentra.runtime.ZentraRuntime;
import io.zentra.runtime.intent.IntentRequest;
import io.zentra.runtime.intent.IntentStatus;
import io.zentra.runtime.intent.Primitive;
import io.zentra.runtime.rail.RailCapabilities;
import io.zentra.runtime.rail.Settles;
import io.zentra.testing.SandboxRail;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Money goes back only when another person agrees, where the tenant's policy of reversals asks for one. */
public abstract class ReversalReviewContract extends TransferDesk {
    private static final long REVIEWED_ABOVE = 50_000;
    private static final long DENIED_ABOVE = 500_000;

    /** She may do all that it takes, but not alone. */
    private static final Actor BOSS = Actor.operator(
            "bea", Permission.READ, Permission.OPERATE_TRANSFERS, Permission.WORK_REVIEWS, Permission.DECIDE_REVIEWS);

    private static final String LATE = "rail_later";

    private final SandboxRail late =
            SandboxRail.create(RailCapabilities.builder().settles(Settles.LATER).build());
    private volatile Runnable besideNextCall = () -> {};

    /** For subclasses. */
    protected ReversalReviewContract() {}

    @Override
    void configure(ZentraRuntime.Builder builder) {
        builder.rail(RAIL, new Slow())
                .callbacks(RAIL, bank().scheme())
                .rail(LATE, late)
                .callbacks(LATE, late.scheme());
    }

    /** The bank, while whose answer is on its way something else may happen. */
    private final class Slow implements Rail {
        @Override
        public RailOutcome submit(Request request) {
            Runnable beside = besideNextCall;
            besideNextCall = () -> {};
            beside.run();
            return bank().submit(request);
        }

        @Override
        public RailOutcome query(String reference) {
            return bank().query(reference);
        }
    }

    @BeforeEach
    final void publishForReversals() {
        by(TREASURER)
                .reviews()
                .lanes()
                .set(ReviewLane.of("refunds", BOSS, TREASURER, DORA), newKey())
                .orElseThrow();
        publish(reversals(REVIEWED_ABOVE));
    }

    private static Policy reversals(long reviewedAbove) {
        return Policy.named("reversal")
                .deny("too_much", Condition.amountOver(usd(DENIED_ABOVE)))
                .review("refunds", Condition.amountOver(usd(reviewedAbove)))
                .build();
    }

    private Outcome<Transfer> reverse(Transfer transfer, String key) {
        return by(BOSS).transfers().reverse(transfer.id(), "sent twice", key);
    }

    private Outcome<Transfer> reverse(Transfer transfer, Money part) {
        return by(BOSS).transfers().reverse(transfer.id(), part, "one item", newKey());
    }

    /** A transfer of which all waits to be given back. */
    private Transfer waiting() {
        Transfer waiting = reverse(settled(), newKey()).orElseThrow();
        assertThat(waiting.status()).isEqualTo(TransferStatus.SETTLED);
        assertThat(posted(MERCHANT)).as("nothing moves before").isEqualTo(AMOUNT);
        return waiting;
    }

    @Test
    void asksAnotherPersonThanTheOneWhoWantsIt() {
        Transfer waiting = waiting();
        assertThat(waiting.reason()).isEqualTo("sent twice");
        ReviewCase seen = caseOf(waiting);
        assertThat(seen.origin().makers()).contains(BOSS.toString());
        assertThat(code(by(BOSS).reviews().approve(seen.id(), seen.decision(), newKey())))
                .isEqualTo(ErrorCode.OWN_CASE);

        approve(TREASURER, seen);

        Transfer reversed = now(waiting, TransferStatus.REVERSED);
        assertThat(reversed.reason()).isEqualTo("sent twice");
        assertThat(reversed.caseId()).isNull();
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(events(waiting))
                .containsSubsequence(
                        "transfer.settled",
                        "policy.review",
                        "review.opened",
                        "transfer.reversal_asked",
                        "review.approved",
                        "review.closed",
                        "policy.review",
                        "ledger.entry.created",
                        "transfer.reversed");
    }

    @Test
    void countsNoApprovalOfWhoeverEditedTheCaseLast() {
        Transfer waiting = waiting();
        by(TREASURER)
                .reviews()
                .edit(caseOf(waiting).id(), Map.of("ticket", "4711"), newKey())
                .orElseThrow();
        ReviewCase edited = caseOf(waiting);

        assertThat(code(by(TREASURER).reviews().approve(edited.id(), edited.decision(), newKey())))
                .isEqualTo(ErrorCode.OWN_CASE);
        approve(DORA, edited);

        now(waiting, TransferStatus.REVERSED);
    }

    @Test
    void givesASmallPartBackAtOnce() {
        Transfer transfer = settled();

        Transfer partly = reverse(transfer, usd(REVIEWED_ABOVE)).orElseThrow();

        assertThat(partly.reversed()).isEqualTo(usd(REVIEWED_ABOVE));
        assertThat(partly.caseId()).isNull();
        assertThat(events(transfer)).containsSubsequence("policy.accepted", "transfer.partly_reversed");
    }

    @Test
    void givesBackThePartThatWasAskedFor() {
        Transfer waiting = reverse(settled(), usd(REVIEWED_ABOVE + 1)).orElseThrow();
        assertThat(waiting.reversed()).isEqualTo(usd(0));

        approve(TREASURER, caseOf(waiting));

        Transfer partly = now(waiting, TransferStatus.SETTLED);
        assertThat(partly.reversed()).isEqualTo(usd(REVIEWED_ABOVE + 1));
        assertThat(partly.caseId()).isNull();
        reverse(partly, newKey()).orElseThrow();
        approve(TREASURER, caseOf(partly));
        now(waiting, TransferStatus.REVERSED);
    }

    @Test
    void leavesItWhenAPersonDenies() {
        Transfer waiting = waiting();

        deny(TREASURER, caseOf(waiting));

        Transfer left = now(waiting, TransferStatus.SETTLED);
        assertThat(left.reason()).isEqualTo("review_denied");
        assertThat(left.caseId()).isNull();
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        reverse(left, newKey()).orElseThrow();
        approve(TREASURER, caseOf(left));
        now(waiting, TransferStatus.REVERSED);
    }

    @Test
    void isDeclinedWhenThePolicyDenies() {
        Transfer transfer = create(DENIED_ABOVE + 1, newKey()).orElseThrow();
        zentra().runDueWork();
        success(transfer);
        String key = newKey();

        assertThat(code(reverse(transfer, key))).isEqualTo(ErrorCode.REVERSAL_DENIED);

        assertThat(code(reverse(transfer, key))).as("again").isEqualTo(ErrorCode.REVERSAL_DENIED);
        assertThat(now(transfer, TransferStatus.SETTLED).reversed()).isEqualTo(usd(0));
    }

    @Test
    void waitsForOneCaseAtATime() {
        Transfer settled = settled();
        String key = newKey();
        Transfer waiting = reverse(settled, key).orElseThrow();

        assertThat(code(reverse(waiting, newKey()))).isEqualTo(ErrorCode.TRANSFER_STATE);
        assertThat(code(reverse(waiting, usd(1)))).isEqualTo(ErrorCode.TRANSFER_STATE);
        Outcome<Transfer> again = reverse(waiting, key);

        assertThat(again.isReplay()).isTrue();
        assertThat(again.orElseThrow()).isEqualTo(waiting);
        assertThat(acme().reviews().list("", 10)).hasSize(1);
    }

    @Test
    void tellsWhenTheLedgerRefusesWhatWasApproved() {
        Transfer waiting = waiting();
        acme().ledgers().post(MERCHANT, BANK, usd(AMOUNT), newKey()).orElseThrow();

        approve(TREASURER, caseOf(waiting));

        Transfer left = now(waiting, TransferStatus.SETTLED);
        assertThat(left.reason()).isEqualTo("reversal_refused: floor_crossed");
        assertThat(left.caseId()).isNull();
        acme().ledgers().post(BANK, MERCHANT, usd(AMOUNT), newKey()).orElseThrow();
    }

    @Test
    void isDecidedOnceMoreWhenItGoesOn() {
        Transfer waiting = waiting();
        ReviewCase seen = caseOf(waiting);
        publish(Policy.named("reversal")
                .deny("frozen", Condition.amountOver(usd(1)))
                .build());

        approve(TREASURER, seen);

        assertThat(now(waiting, TransferStatus.SETTLED).reason()).isEqualTo("frozen");
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    /** What contradicts is decided in a case of its own, and the reversal is asked for again after it. */
    @Test
    void newsTakeTheCaseBack() {
        Transfer waiting = waiting();
        ReviewCase asked = caseOf(waiting);
        by(TREASURER).reviews().approve(asked.id(), asked.decision(), newKey()).orElseThrow();

        failure(waiting);
        zentra().runDueWork();

        now(waiting, TransferStatus.CONTRADICTED);
        assertThat(acme().reviews().find(asked.id()).orElseThrow().status()).isEqualTo(ReviewStatus.WITHDRAWN);
        deny(TREASURER, caseOf(waiting));
        assertThat(now(waiting, TransferStatus.SETTLED).caseId()).isNull();
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
    }

    private CallbackOutcome comesBack(Transfer transfer) {
        return take(bank().returned(transfer.attemptId(), "account closed", clock().instant()));
    }

    /** It is with its source again, once, whatever persons have said of the reversal or say now. */
    private void requireReturnedOnce(Transfer transfer, ReviewCase asked) {
        zentra().runDueWork();
        Transfer returned = now(transfer, TransferStatus.RETURNED);
        assertThat(returned.caseId()).isNull();
        assertThat(returned.reversed()).isEqualTo(usd(AMOUNT));
        assertThat(acme().reviews().find(asked.id()).orElseThrow().status()).isEqualTo(ReviewStatus.WITHDRAWN);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        assertThat(posted(MERCHANT)).isZero();
        assertThat(events(transfer))
                .containsOnlyOnce("transfer.returned")
                .doesNotContain("transfer.reversed", "transfer.partly_reversed", "transfer.not_reversed");
        assertThat(code(reverse(transfer, newKey()))).isEqualTo(ErrorCode.TRANSFER_STATE);
    }

    @Test
    void aReturnTakesTheCaseBack() {
        Transfer waiting = waiting();
        ReviewCase asked = caseOf(waiting);

        assertThat(comesBack(waiting)).isInstanceOf(CallbackOutcome.Applied.class);

        requireReturnedOnce(waiting, asked);
        assertThat(code(by(TREASURER).reviews().approve(asked.id(), asked.decision(), newKey())))
                .as("too late")
                .isEqualTo(ErrorCode.CASE_NOT_OPEN);
        requireReturnedOnce(waiting, asked);
        assertThat(comesBack(waiting)).as("told once more").isInstanceOf(CallbackOutcome.Duplicate.class);
        requireReturnedOnce(waiting, asked);
    }

    /** Between the approval and what it leads to the money comes back by itself. */
    @Test
    void aReturnOvertakesWhatWasApproved() {
        Transfer waiting = waiting();
        ReviewCase asked = caseOf(waiting);
        by(TREASURER).reviews().approve(asked.id(), asked.decision(), newKey()).orElseThrow();

        assertThat(comesBack(waiting)).isInstanceOf(CallbackOutcome.Applied.class);

        requireReturnedOnce(waiting, asked);
    }

    /** The work that goes on with the reversal is under lease already when the money comes back by itself. */
    @Test
    void aReturnOvertakesAReversalThatIsUnderWay() {
        Transfer waiting = waiting();
        ReviewCase asked = caseOf(waiting);
        Transfer sentBefore = created();
        clock().advance(Duration.ofSeconds(1));
        by(TREASURER).reviews().approve(asked.id(), asked.decision(), newKey()).orElseThrow();
        besideNextCall = () -> assertThat(comesBack(waiting)).isInstanceOf(CallbackOutcome.Applied.class);

        zentra().runDueWork();

        failure(sentBefore);
        requireReturnedOnce(waiting, asked);
    }

    /** Its work is leased already when what was posted settles: that no person has denied, and it stays with its destination. */
    @Test
    void aSettlementOvertakesAReversalThatIsLeased() throws InterruptedException {
        Transfer posted = acme().transfers()
                .create(request(AMOUNT, newKey()).rail(LATE).build())
                .orElseThrow();
        zentra().runDueWork();
        takeLate(late.success(posted.attemptId(), clock().instant()));
        ReviewCase asked =
                caseOf(reverse(now(posted, TransferStatus.POSTED), newKey()).orElseThrow());
        by(TREASURER).reviews().approve(asked.id(), asked.decision(), newKey()).orElseThrow();
        HeldWork held = new HeldWork();
        ZentraRuntime other = leasing(held);
        try {
            Runnable reversal = held.awaitLeased();
            takeLate(late.settlement(posted.attemptId(), clock().instant()));
            reversal.run();
        } finally {
            other.close(); // ends what it has begun
        }

        Transfer settled = now(posted, TransferStatus.SETTLED);
        assertThat(settled.reason()).isNull();
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        assertThat(events(posted)).endsWith("review.withdrawn", "transfer.settled");
    }

    private void takeLate(SandboxRail.Message message) {
        assertThat(zentra().callbacks(LATE).accept(message.headers(), message.body()))
                .isInstanceOf(CallbackOutcome.Applied.class);
    }

    /** All of it comes back, so that no part is left to wait for. */
    @Test
    void aReturnIsMoreThanThePartThatWaits() {
        Transfer waiting = reverse(settled(), usd(REVIEWED_ABOVE + 1)).orElseThrow();
        ReviewCase asked = caseOf(waiting);

        assertThat(comesBack(waiting)).isInstanceOf(CallbackOutcome.Applied.class);

        requireReturnedOnce(waiting, asked);
    }

    @Test
    void aReturnByHandTakesTheCaseBack() {
        Transfer waiting = waiting();
        ReviewCase asked = caseOf(waiting);

        by(BOSS).transfers()
                .markReturned(waiting.id(), "on the statement", newKey())
                .orElseThrow();

        requireReturnedOnce(waiting, asked);
    }

    /** The reversal came first: persons decide what the return is then, and nothing more goes back. */
    @Test
    void aReturnContradictsTheReversalThatWasCarriedOut() {
        Transfer waiting = waiting();
        approve(TREASURER, caseOf(waiting));
        now(waiting, TransferStatus.REVERSED);

        assertThat(comesBack(waiting)).isInstanceOf(CallbackOutcome.Contradicted.class);
        assertThat(posted(CUSTOMER)).isEqualTo(FUNDS);
        approve(TREASURER, caseOf(waiting));

        now(waiting, TransferStatus.REVERSED);
        assertThat(posted(CUSTOMER)).as("never more than was paid").isEqualTo(FUNDS);
        assertThat(posted(MERCHANT)).isZero();
    }

    /** The ledger refuses the return: it is tried again, and no longer waits for whom the reversal asked. */
    @Test
    void aReturnThatTheLedgerRefusesTakesTheCaseBack() {
        Transfer waiting = waiting();
        ReviewCase asked = caseOf(waiting);
        acme().accounts().freeze(MERCHANT, Side.DEBIT, newKey()).orElseThrow();

        assertThat(comesBack(waiting)).isInstanceOf(CallbackOutcome.Applied.class);

        assertThat(now(waiting, TransferStatus.IN_REVIEW).reason()).isEqualTo("return_refused: account_frozen");
        assertThat(caseOf(waiting).id()).isNotEqualTo(asked.id());
        assertThat(posted(MERCHANT)).isEqualTo(AMOUNT);
        acme().accounts().unfreeze(MERCHANT, newKey()).orElseThrow();
        clock().advance(Duration.ofHours(2));
        requireReturnedOnce(waiting, asked);
    }

    @Test
    void countsWhatGoesBackAgainstItsWindows() {
        publish(Policy.named("reversal")
                .limit(
                        "daily",
                        Measure.sum(USD).per(Field.DESTINATION).within(Window.rolling(Duration.ofHours(24))),
                        AMOUNT)
                .build());
        Transfer first = settled();
        Transfer second = settled();

        reverse(first, newKey()).orElseThrow();

        now(first, TransferStatus.REVERSED);
        assertThat(code(reverse(second, usd(1)))).isEqualTo(ErrorCode.REVERSAL_DENIED);
        clock().advance(Duration.ofHours(25));
        assertThat(reverse(second, usd(1)).orElseThrow().reversed()).isEqualTo(usd(1));
    }

    @Test
    void isToldOfTheIntentThatItIsPartOf() {
        String id = newKey();
        IntentRequest request = IntentRequest.builder(id)
                .scope("workspace_scope")
                .moneyModel(USD)
                .primitives(Primitive.LEDGER, Primitive.ROUTES)
                .from(CUSTOMER)
                .to(MERCHANT)
                .amountMinor(AMOUNT)
                .build();
        Transfer transfer = acme().transfers()
                .get(acme().intents().create(request).orElseThrow().id());
        zentra().runDueWork();
        success(transfer);

        reverse(transfer, newKey()).orElseThrow();
        assertThat(acme().intents().get(id).status()).as("it waits").isEqualTo(IntentStatus.ROUTED);
        approve(TREASURER, caseOf(transfer));

        assertThat(acme().intents().get(id).status()).isEqualTo(IntentStatus.REVERSED);
    }
}
